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
  if (token.trim().length < 4) return;
  secrets.add(token);
  for (const part of token.split('.').slice(1)) if (part.length >= MIN_PART) secrets.add(part);
}

/** Finds what is secret in a body, by the names of its members. */
export function rememberSecrets(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string') secretsIn(name, member).forEach(rememberToken);
    else rememberSecrets(member);
  }
}

function secretsIn(name: string, text: string): string[] {
  if (PERSONAL.has(name)) return [text];
  if (name === 'link') return [new URL(text).hash.slice(1)];
  // Of a join URL only the launch token is a secret; the room's id is none.
  return name === 'joinUrl' ? [...new URL(text).searchParams.values()].filter(isJwt) : [];
}

const isJwt = (text: string): boolean => text.split('.').length === 3;
