import * as z from 'zod';
import { RARER_TOO } from './text.ts';

/** `siteId`: it is part of DynamoDB keys, names of mail templates, and links. */
export const siteIdSchema = z.string().regex(/^[a-z0-9-]{1,20}$/, 'must be 1 to 20 characters of a-z 0-9 -');

/** The pattern of an id, without anchors, for use in longer patterns. */
export const ID = '(?!\\.{1,2}$)[A-Za-z0-9._@~:+-]{1,128}';

/** The site's own id of a room or a person (docs/contract.md#1-words). */
export const idSchema = z
  .string()
  .regex(new RegExp(`^${ID}$`), 'must be 1 to 128 characters of A-Z a-z 0-9 . _ @ ~ : + -, and not . or ..');

/** Ids of people are compared case-insensitively. */
export const personKey = (id: string): string => id.toLowerCase();

const LONGEST_LOCALE = 35;
/** The pattern of locales in the OpenAPI document: language, script, region and variant. */
const LOCALE =
  '^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))?$';

/** `_` is read as `-`, because many systems write it. Unicode extensions are dropped: no wording depends on them. */
export const localeSchema = z
  .string()
  .max(85)
  .refine(tag => canonicalLocale(tag) !== undefined, 'must be a BCP 47 language tag, such as pt-BR')
  .overwrite(tag => canonicalLocale(tag) ?? tag)
  .meta({ maxLength: LONGEST_LOCALE, pattern: LOCALE, $comment: RARER_TOO });

const AREAS =
  'Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US';
/** The pattern of time zones in the OpenAPI document. Names without an area are accepted too. */
const TIME_ZONE = `^(?:(?:${AREAS})/[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)?|UTC)$`;

export const timeZoneSchema = z
  .string()
  .max(64)
  .trim()
  .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Paris')
  .meta({ pattern: TIME_ZONE, $comment: RARER_TOO });

function canonicalLocale(tag: string): string | undefined {
  try {
    const { baseName } = new Intl.Locale(tag.trim().replaceAll('_', '-'));
    return baseName.length <= LONGEST_LOCALE ? baseName : undefined;
  } catch {
    return undefined;
  }
}

const IN_AREA = new RegExp(`^(?:${AREAS})/`, 'i');
/** Names of the IANA database without an area (its files `backward`, `etcetera`, `europe` and `northamerica`). */
const WITHOUT_AREA = new Set(
  (
    'cet cst6cdt cuba eet egypt eire est est5edt gb gb-eire gmt gmt+0 gmt-0 gmt0 greenwich hongkong hst iceland iran ' +
    'israel jamaica japan kwajalein libya met mst mst7mdt navajo nz nz-chat poland portugal prc pst8pdt roc rok ' +
    'singapore turkey uct universal utc w-su wet zulu'
  ).split(' '),
);

/**
 * A JavaScript runtime accepts more than the IANA database has: abbreviations (`BST` would be Bangladesh), and
 * offsets, which have no summer time. Both are refused.
 */
function isTimeZone(zone: string): boolean {
  if (!IN_AREA.test(zone) && !WITHOUT_AREA.has(zone.toLowerCase())) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
