import * as z from 'zod';

/** `siteId`: part of keys, of mail template names and of links. */
export const siteIdSchema = z.string().regex(/^[a-z0-9-]{1,20}$/, 'must be 1 to 20 of a-z 0-9 -');

/** A room's or a person's id as the site calls it (contract section 1). */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9._@~:+-]{1,128}$/, 'must be 1 to 128 of A-Z a-z 0-9 . _ @ ~ : + -')
  .refine(id => id !== '.' && id !== '..', 'must not be . or ..');

/** Ids of people are compared without case. */
export const personKey = (id: string): string => id.toLowerCase();

export const localeSchema = z
  .string()
  .max(35)
  .refine(tag => canonicalLocale(tag) !== undefined, 'must be a BCP 47 language tag, such as pt-BR')
  .overwrite(tag => canonicalLocale(tag) ?? tag);

export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Paris');

function canonicalLocale(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

function isTimeZone(zone: string): boolean {
  try {
    // An offset such as +02:00 is accepted by Intl but knows no summer time.
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
