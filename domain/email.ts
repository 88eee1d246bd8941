import * as z from 'zod';

// `=?` begins an encoded word, which mail programs decode (RFC 2047).
const LOCAL_PART =
  /^(?!.*=\?)[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{Nd}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const ASCII_DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** RFC 5321 section 4.5.3.1, without the angle brackets. */
const MAX_LENGTH = 254;
/** The maximum length of an address with the text that is pasted around it. */
const MAX_TYPED = 320;
const NOT_IN_A_HOST = /[\s/?#:\\@[\]%<>|^]/;

/** Invisible characters (Unicode category Cf), except joiners, which are significant in domains of some scripts. */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}/gu;
const AROUND = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
/** List separators and quotation marks, which people paste with an address. */
const TRAILING = /[\s\p{Cf}]*[,;.]$/u;
const QUOTED = /^["'“„‘«](.*)["'”“’»]$/su;
/** The address in `Name <address>`, also if one of the angle brackets is missing. */
const BRACKETED = /([^<>]*)>?$/;
const MAILTO = /^mailto:([^?]*).*$/is;
const WIDE_AT = /＠/g;

/**
 * Extracts the address from a typed or pasted text (docs/contract.md#1-words). Removes white space and invisible
 * characters, `mailto:`, a name and angle brackets, quotation marks, and one trailing sign. The case stays as typed.
 */
function bareAddress(typed: string): string {
  // zod runs later steps after a failed check, and these expressions take quadratic time.
  if (typed.length > MAX_TYPED) return typed;
  const bare = (text: string) => text.replace(AROUND, '');
  const unlisted = bare(bare(typed).replace(TRAILING, '').replace(QUOTED, '$1'));
  const [, inBrackets = unlisted] = BRACKETED.exec(unlisted) ?? [];
  const [, inUrl] = MAILTO.exec(bare(inBrackets)) ?? [];
  return bare(inUrl === undefined ? inBrackets : percentDecoded(inUrl))
    .replace(INVISIBLE, '')
    .replace(WIDE_AT, '@');
}

/** RFC 6068: a `mailto:` URL may write `ada+room` as `ada%2Broom`. */
function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The form in which e-mail addresses are compared: cleaned, NFC, lower case, domain in ASCII (IDNA).
 * Plus tags and dots are part of the address.
 * @returns `undefined` if the cleaned text is not an address
 */
export function normaliseEmail(typed: string): string | undefined {
  const address = bareAddress(typed).normalize('NFC').toLowerCase().normalize('NFC');
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = asciiDomain(address.slice(at + 1));
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || domain === undefined) return undefined;
  const normalised = `${local}@${domain}`;
  return normalised.length <= MAX_LENGTH ? normalised : undefined;
}

/** A domain name in lower-case ASCII (IDNA). @returns undefined if the text is not a domain name */
function asciiDomain(domain: string): string | undefined {
  if (domain === '' || NOT_IN_A_HOST.test(domain)) return undefined;
  const url = URL.parse(`http://${domain}`);
  return url !== null && ASCII_DOMAIN.test(url.hostname) ? url.hostname : undefined;
}

/** An address, cleaned, in the case that was typed. */
export const emailSchema = z
  .string()
  .max(MAX_TYPED)
  .refine(text => normaliseEmail(text) !== undefined, 'must be an e-mail address, such as ada@example.edu')
  .overwrite(bareAddress)
  .meta({ format: 'idn-email', maxLength: MAX_LENGTH });

/** The normalised form of an address that {@link emailSchema} has accepted. */
export function emailKey(email: string): string {
  const key = normaliseEmail(email);
  if (key === undefined) throw new TypeError('not an e-mail address');
  return key;
}

/** Whether a typed address, or a login's, is the invited one. */
export const isSameEmail = (typed: string | undefined, invited: string): boolean =>
  typed !== undefined && normaliseEmail(typed) === emailKey(invited);

/** The address to send mail to: the local part as typed, the domain in ASCII (IDNA). */
export function mailbox(email: string): string {
  const typed = bareAddress(email);
  const domain = emailKey(email).split('@').at(-1);
  return `${typed.slice(0, typed.lastIndexOf('@'))}@${domain}`;
}

/** Whether SES can send to an address: its local part must be ASCII (SES API, `Destination`). */
export const isMailable = (email: string): boolean => /^[\x21-\x7e]+$/.test(mailbox(email));

const domainSchema = z
  .string()
  .max(253)
  .refine(text => asciiDomain(text) !== undefined, 'must be a domain name, such as example.edu')
  .overwrite(text => asciiDomain(text) ?? text)
  .meta({ pattern: ASCII_DOMAIN.source });

const domainsSchema = z.array(domainSchema).max(200);

export const emailDomainsSchema = z
  .strictObject({
    allowed: domainsSchema.describe(
      'If not empty, all other domains are refused, both to invite and to enter.',
    ),
    blocked: domainsSchema.describe('Domains that are refused, both to invite and to enter.'),
  })
  .describe('Mail domains, such as `example.edu`; each includes its subdomains.');

/** An entry also covers its subdomains. A non-empty `allowed` list refuses all other domains. */
export function isDomainBlocked(
  email: string,
  { allowed, blocked }: z.infer<typeof emailDomainsSchema>,
): boolean {
  const domain = emailKey(email).split('@').at(-1) ?? '';
  const covers = (entry: string) => domain === entry || domain.endsWith(`.${entry}`);
  return blocked.some(covers) || (allowed.length > 0 && !allowed.some(covers));
}
