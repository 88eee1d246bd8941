import type * as z from 'zod';
import type { ProblemCode } from '../../domain/problems.ts';
import type { itemKinds } from '../adapters/dynamodb/table.ts';

/** Who may call a route. `functions/http/caller.ts` authenticates each kind; the handlers check who is a manager. */
export type Caller = 'person' | 'backend' | 'administrator' | 'invitee' | 'admitted' | 'anyone';

/** What a function may do to the table. IAM authorises a transaction as the actions of its items. Never `Scan`. */
export type TableAction =
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'DeleteItem'
  | 'GetItem'
  | 'PutItem'
  | 'Query'
  | 'UpdateItem';

/** An action on a kind of item, such as `UpdateItem ROOM`. */
export type TableNeed = `${TableAction} ${keyof typeof itemKinds}`;

/** What a function gets: permissions, and environment variables that name the resources. */
export type Need =
  | TableNeed
  | 'link keys'
  | 'ticket keys'
  | 'id key'
  | 'unsubscribe key'
  | 'mail queue'
  | 'change queue'
  | 'mail'
  | 'mail delay'
  | 'session queue'
  | 'session delay'
  | 'new keys'
  | 'origin key'
  | 'kaltura secrets'
  | 'kaltura app tokens'
  | 'room queue'
  | 'templates'
  | 'template list'
  | 'template changes'
  | 'pages';

/** The largest body of a route that sets no other limit. */
export const BODY_LIMIT_KIB = 64;

export type RequestHeader = 'Idempotency-Key' | 'If-Match';

export type Route = {
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE' | 'ANY';
  path: string;
  caller: Caller;
  summary: string;
  /** Who may call, for the OpenAPI document, if the caller's kind does not say it all. */
  allowed?: string;
  query?: z.ZodObject;
  /** Request headers in addition to those that authenticate the caller. */
  headers?: Partial<Record<RequestHeader, 'required' | 'optional'>>;
  body?: z.ZodType;
  /** The body in the OpenAPI document, if `body` checks less because the handler checks the rows. */
  bodyDescribed?: z.ZodType;
  bodyLimitKiB?: number;
  /** Schema of the answer's body by status; `null` if it has no body or is not JSON. */
  answers: Record<number, z.ZodType | null>;
  contentType?: string;
  /** Problems in addition to those that follow from the caller's kind and from a body. */
  problems: readonly ProblemCode[];
  needs: readonly Need[];
};

export const isTableNeed = (need: Need): need is TableNeed => /^[A-Z]/.test(need);

const ORIGIN: Need[] = ['Query ORIGINS'];
const SITE: Need[] = ['BatchGetItem SETTINGS', 'BatchGetItem TRUST'];
const LOGIN: Need[] = ['GetItem ISSUER', 'GetItem PARTNER', 'kaltura secrets', ...SITE];

/** Every function may have to look up an origin, for CORS. */
const NEEDS_OF_CALLER: Record<Caller, Need[]> = {
  person: [...LOGIN, ...ORIGIN],
  backend: [...LOGIN, ...ORIGIN],
  administrator: [...LOGIN, ...ORIGIN],
  // The link names the site, so its login needs no other look-up.
  invitee: [...SITE, ...ORIGIN, 'kaltura secrets'],
  admitted: [...SITE, ...ORIGIN, 'ticket keys'],
  anyone: ORIGIN,
};

/** All needs of a route: its own, and those of authenticating its caller. */
export const needsOf = ({ needs, caller }: Route): Need[] =>
  [...new Set([...NEEDS_OF_CALLER[caller], ...needs])].sort();
