/** Every value that the suite sends or receives and that no log may contain. */
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

/** Remembers the payload and the signature too: each alone gives a token away. All tokens share the same header. */
export function rememberToken(token: string): void {
  if (token.trim().length < 4) return;
  secrets.add(token);
  for (const part of token.split('.').slice(1)) if (part.length >= MIN_PART) secrets.add(part);
}

/** Remembers the secrets of a body, which it finds by the names of the members. */
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
  // In a join URL only the launch token is secret, not the room's id.
  return name === 'joinUrl' ? [...new URL(text).searchParams.values()].filter(isJwt) : [];
}

const isJwt = (text: string): boolean => text.split('.').length === 3;
