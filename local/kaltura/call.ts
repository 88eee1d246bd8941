import { ApiError } from './api-error.ts';
import { ADMIN_SESSION, type Session } from './ks.ts';
import type { Directory } from './model.ts';
import { checkKs } from './sessions.ts';

/** A call of an API action. */
export type Call = {
  readonly directory: Directory;
  readonly now: Date;
  readonly service: string;
  readonly action: string;
  /** Under the names of the form, such as `filter[emailStartsWith]`. */
  readonly parameters: ReadonlyMap<string, string>;
};

/** What an action answers; null if it has no result. */
export type Action = (call: Call) => object | null;

const PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 500;

/** Kaltura's message quotes the session; a product that logs or passes on the message gives it away. */
export function sessionOf({ directory, now, parameters }: Call): Session {
  const ks = parameters.get('ks');
  if (!ks) throw new ApiError('MISSING_KS', 'Missing KS, session not established');
  const { session, refusal } = checkKs(directory, ks, now);
  if (!session) throw new ApiError('INVALID_KS', `Invalid KS "${ks}", Error "${refusal}"`);
  return session;
}

export const isAdmin = (session: Session): boolean => session.type === ADMIN_SESSION;

export function adminSessionOf(call: Call): Session {
  const session = sessionOf(call);
  if (!isAdmin(session)) throw forbidden(call);
  return session;
}

export function forbidden({ service, action }: Call): ApiError {
  return new ApiError('SERVICE_FORBIDDEN', `The access to service [${service}->${action}] is forbidden`);
}

export function required({ parameters }: Call, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw new ApiError('MISSING_MANDATORY_PARAMETER', `Missing parameter "${name}"`);
  return value;
}

/** @returns undefined if the parameter is absent or empty */
export function integerOf({ parameters }: Call, name: string): number | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === '') return undefined;
  if (/^-?\d+$/.test(value)) return Number(value);
  throw new ApiError('PROPERTY_VALIDATION_NUMERIC_VALUE', `The property "${name}" must be numeric`);
}

/** The page of a list that the call asks for. */
export function listResponse<T>(call: Call, objectType: string, all: readonly T[]): object {
  const size = Math.min(integerOf(call, 'pager[pageSize]') ?? PAGE_SIZE, MAX_PAGE_SIZE);
  const first = ((integerOf(call, 'pager[pageIndex]') ?? 1) - 1) * size;
  return { objectType, objects: all.slice(first, first + size), totalCount: all.length };
}
