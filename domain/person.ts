import * as z from 'zod';
import { emailSchema } from './email.ts';
import { idSchema } from './identifier.ts';
import { fold } from './text.ts';

/** The role a person has on the site, lowest first (kaltura.md section 1.9). */
export const siteRoles = ['viewerRole', 'privateOnlyRole', 'adminRole', 'unmoderatedAdminRole'] as const;
export const siteRoleSchema = z.enum(siteRoles);
export type SiteRole = z.infer<typeof siteRoleSchema>;

export const atLeast = (role: SiteRole, minimum: SiteRole): boolean =>
  siteRoles.indexOf(role) >= siteRoles.indexOf(minimum);

export type Scope = 'rooms:write' | 'site:admin';

/** Somebody signed in to a site, as its login says. */
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

/** Who did something, as history and answers show it. */
export const actorSchema = z.strictObject({ id: z.string(), name: z.string() });
export type Actor = z.infer<typeof actorSchema>;

export const actorOf = ({ id, firstName, lastName }: Person): Actor => ({
  id,
  name: `${firstName} ${lastName}`.trim() || id,
});

// A first name reaches a Kaltura session, where `,` `:` and the like would grant rights (kaltura.md section 2.4).
const NAME = /^[\p{L}\p{Nd}](?:[\p{L}\p{M}\p{Nd} '’-]|\u200c|\u200d|\.(?= |$))*$/u;

export const nameSchema = z
  .string()
  .max(200)
  .trim()
  .refine(
    name => NAME.test(name) && [...name].length <= 40,
    "must be 1 to 40 letters, marks, digits, spaces, ' ’ -, or . before a space or at the end, and begin with a letter or digit",
  );

/** An entry of the site's own directory. */
export const directoryPersonSchema = z
  .strictObject({
    id: idSchema,
    email: emailSchema,
    firstName: nameSchema,
    lastName: nameSchema,
  })
  .meta({ id: 'DirectoryPerson' });
export type DirectoryPerson = z.infer<typeof directoryPersonSchema>;

/** The folded words whose beginning finds a person in the typeahead. */
export const searchTerms = ({ email, firstName, lastName }: DirectoryPerson): string[] => [
  ...new Set([email, firstName, lastName].map(fold).filter(term => term !== '')),
];
