import type { Person } from './people.ts';
import { fieldNames, word } from './words.ts';

export type Invitation = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  role: string;
  status: string;
  delivery: { state: string; reason?: string };
  devices: { used: number; max: number };
};

export type Options = {
  canInvite: boolean;
  reason?: string;
  roles: { role: string; permissions: string[] }[];
  email: { available: boolean };
};

/** An error answer of the API; the message is the API's own. */
export class Refusal extends Error {
  readonly code: string;

  constructor(problem: { code?: string; title?: string; detail?: string; errors?: unknown }) {
    const errors = errorsOf(problem);
    super(
      errors.length > 0 ? errors.join(' ') : (problem.detail ?? problem.title ?? 'Something went wrong.'),
    );
    this.code = problem.code ?? '';
  }
}

function errorsOf({ errors }: { errors?: unknown }): string[] {
  if (!Array.isArray(errors)) return [];
  return errors.map(({ path, message }) => `${word(fieldNames, String(path))} ${message}.`);
}

let authorization = '';

const request = async (method: string, path: string, body?: object): Promise<Response> => {
  const headers = new Headers();
  if (authorization) headers.set('authorization', authorization);
  if (body) headers.set('content-type', 'application/json');
  const response = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : null });
  if (!response.ok) throw new Refusal(await response.json().catch(() => ({})));
  return response;
};

/** Calls the API as the person of the latest `actAs`. */
export async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const response = await request(method, path, body);
  return response.json();
}

/** Gets a person's token from the local issuer, as a site would pass it to its page. */
export async function signIn({ id, firstName, lastName, scope }: Person): Promise<string> {
  const names = { given_name: firstName, family_name: lastName };
  const claims = { sub: id, email: `${id}@demo.test`, ...names, ...(scope && { scope }) };
  return (await call<{ token: string }>('POST', '/dev/tokens', claims)).token;
}

/** Gets a Kaltura session (KS) for the person, as KMS or KAF give their pages one. */
export async function signInToKaltura({ id, scope }: Person): Promise<string> {
  const wanted = { userId: id, type: scope === undefined ? 'USER' : 'ADMIN' };
  return (await call<{ ks: string }>('POST', '/dev/kaltura-sessions', wanted)).ks;
}

/** Sets the `Authorization` header of all later calls. */
export function actAs(newAuthorization: string): void {
  authorization = newAuthorization;
}

export const roomPath = (room: string) => `/v1/rooms/${encodeURIComponent(room)}`;
