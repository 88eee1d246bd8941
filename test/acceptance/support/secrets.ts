/** Everything that the suite sends or is given and that no log may ever show. */
export const secrets = new Set<string>();

const PERSONAL = new Set([
  'email',
  'firstName',
  'lastName',
  'given_name',
  'family_name',
  'token',
  'ticket',
  'q',
]);
const MIN_PART = 24;

/** A token is given away by its payload or signature already; its header is the same for all of them. */
export function rememberToken(token: string): void {
  if (token.length < 4) return;
  secrets.add(token);
  for (const part of token.split('.').slice(1)) if (part.length >= MIN_PART) secrets.add(part);
}

/** Finds what is secret in a body, by the names of its members. */
export function rememberSecrets(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'string') rememberSecrets(member);
    else if (PERSONAL.has(name)) rememberToken(member);
    else if (name === 'link') rememberToken(new URL(member).hash.slice(1));
    else if (name === 'joinUrl') for (const each of new URL(member).searchParams.values()) rememberLaunch(each);
  }
}

/** Of a join URL only the launch token is a secret; the room's id is none. */
const rememberLaunch = (value: string) => value.split('.').length === 3 && rememberToken(value);
