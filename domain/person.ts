import * as z from 'zod';
import { emailSchema } from './email.ts';
import { idSchema } from './identifier.ts';
import { cutName, fold } from './text.ts';

/** The role a person has on the site, lowest first (docs/kaltura.md#site-roles). */
export const siteRoles = ['viewerRole', 'privateOnlyRole', 'adminRole', 'unmoderatedAdminRole'] as const;
export const siteRoleSchema = z.enum(siteRoles);
export type SiteRole = z.infer<typeof siteRoleSchema>;

export const atLeast = (role: SiteRole, minimum: SiteRole): boolean =>
  siteRoles.indexOf(role) >= siteRoles.indexOf(minimum);

export type Scope = 'rooms:write' | 'site:admin';

/** A person signed in to a site, from the login's claims. */
export type Person = {
  site: string;
  id: string;
  email?: string;
  firstName: string;
  lastName: string;
  groups: string[];
  scopes: string[];
  siteRole: SiteRole;
};

/** The person who made a change, as history and responses show it. */
export const actorSchema = z.strictObject({ id: z.string(), name: z.string() });
export type Actor = z.infer<typeof actorSchema>;

/** A person without a name is shown with the site's name, never with an id: ids can be e-mail addresses. */
export const actorOf = (person: Person, siteName: string): Actor => ({
  id: person.id,
  name: cutName(fullName(person)) || siteName,
});

const MOST_NAME_CHARACTERS = 60;

const NOT_JOINERS = /(?![\u200c\u200d])\p{Cf}/gu;
const APOSTROPHES = /[‘‛´′＇`]/g;
/** Includes the dashes that phones substitute for a typed `-`. */
const HYPHENS = /[\u2010-\u2015\u2212\uff0d]/g;

/** Cleans a typed or pasted name (docs/contract.md#1-words, Names). */
const cleanName = (typed: string): string =>
  typed
    .replace(/[\p{Zs}\t]/gu, ' ')
    .replace(HYPHENS, '-')
    .replace(APOSTROPHES, '’')
    .replace(/･/g, '・')
    .replace(NOT_JOINERS, '')
    .trim();

// A first name becomes part of a Kaltura session, where `,` or `:` could grant rights (docs/kaltura.md#names-in-a-session).
const NAME = /^(?:\p{L}\.?|[\p{Nd}'’])(?:[\p{L}\p{M}]\.?|[\p{Nd} '’·・־׳״-]|\u200c|\u200d)*$/u;

const nameOfAtLeast = (fewest: 0 | 1) =>
  z
    .string()
    .max(200)
    .overwrite(cleanName)
    .refine(name => {
      const { length } = [...name];
      return length >= fewest && length <= MOST_NAME_CHARACTERS && (length === 0 || NAME.test(name));
    }, `must be ${fewest} to ${MOST_NAME_CHARACTERS} letters, marks, digits, spaces, ' ’ - · ・ ־ ׳ ״, or . after a letter, ` +
      'and begin with a letter, a digit or an apostrophe; a name has no , : / < > @ * | & =');

const described = { maxLength: MOST_NAME_CHARACTERS, pattern: NAME.source };

export const firstNameSchema = nameOfAtLeast(1).meta({ id: 'FirstName', minLength: 1, ...described });
/** Required, but may be empty: some people have one name. */
export const lastNameSchema = nameOfAtLeast(0).meta({
  id: 'LastName',
  ...described,
  pattern: `^$|${NAME.source}`,
});

/** Both names joined. The last name may be empty. */
export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  `${firstName} ${lastName}`.trim();

/** A person in the site's directory. */
export const directoryPersonSchema = z
  .strictObject({
    id: idSchema,
    email: emailSchema,
    firstName: firstNameSchema,
    lastName: lastNameSchema,
  })
  .meta({ id: 'DirectoryPerson' });
export type DirectoryPerson = z.infer<typeof directoryPersonSchema>;

/** The folded words by which the typeahead finds a person. It matches their beginning. */
export const searchTerms = (
  { email, firstName, lastName }: DirectoryPerson,
  foldWord: (text: string) => string = fold,
): string[] => [...new Set([email, firstName, lastName].map(foldWord).filter(term => term !== ''))];
