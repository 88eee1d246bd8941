import * as z from 'zod';

// `=?` would begin a word that mail programs decode (RFC 2047).
const LOCAL_PART =
  /^(?!.*=\?)[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const ASCII_DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const NOT_IN_A_HOST = /[\s/?#:\\@[\]%<>|^]/;

/**
 * The form in which e-mail addresses are compared: trimmed, NFC, lower case, domain in ASCII (IDNA).
 * Plus tags and dots are part of the address. `undefined` where the text is no address at all.
 */
export function normaliseEmail(typed: string): string | undefined {
  const address = typed.trim().normalize('NFC').toLowerCase().normalize('NFC');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = asciiDomain(address.slice(at + 1));
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || domain === undefined) return undefined;
  const normalised = `${local}@${domain}`;
  return normalised.length <= 254 ? normalised : undefined;
}

/** A domain name in lower-case ASCII (IDNA), or `undefined` where it is none. */
function asciiDomain(domain: string): string | undefined {
  if (domain === '' || NOT_IN_A_HOST.test(domain)) return undefined;
  const url = URL.parse(`http://${domain}`);
  return url !== null && ASCII_DOMAIN.test(url.hostname) ? url.hostname : undefined;
}

/** An address, kept as typed but for the white space around it. */
export const emailSchema = z
  .string()
  .max(320)
  .refine(text => normaliseEmail(text) !== undefined, 'must be an e-mail address, such as ada@example.edu')
  .overwrite(text => text.trim());

/** For an address that {@link emailSchema} has accepted. */
export function emailKey(email: string): string {
  const key = normaliseEmail(email);
  if (key === undefined) throw new TypeError('not an e-mail address');
  return key;
}

/** Whether a typed address, or one of a login, is the invited one. */
export const isSameEmail = (typed: string | undefined, invited: string): boolean =>
  typed !== undefined && normaliseEmail(typed) === emailKey(invited);

/** Where to send mail: the local part as typed, the domain as mail servers know it. */
export function mailbox(email: string): string {
  const typed = email.trim();
  const domain = emailKey(email).split('@').at(-1);
  return `${typed.slice(0, typed.lastIndexOf('@'))}@${domain}`;
}

const domainSchema = z
  .string()
  .max(253)
  .refine(text => asciiDomain(text) !== undefined, 'must be a domain name, such as example.edu')
  .overwrite(text => asciiDomain(text) ?? text);

const domainsSchema = z.array(domainSchema).max(200);

export const emailDomainsSchema = z
  .strictObject({
    allowed: domainsSchema.describe('Where not empty, no other domain is invited.'),
    blocked: domainsSchema.describe('Domains that are never invited.'),
  })
  .describe('Mail domains, such as `example.edu`; each covers its subdomains.');

/** An entry also covers its subdomains; a filled `allowed` list refuses all others. */
export function isDomainBlocked(
  email: string,
  { allowed, blocked }: z.infer<typeof emailDomainsSchema>,
): boolean {
  const domain = emailKey(email).split('@').at(-1) ?? '';
  const covers = (entry: string) => domain === entry || domain.endsWith(`.${entry}`);
  return blocked.some(covers) || (allowed.length > 0 && !allowed.some(covers));
}
