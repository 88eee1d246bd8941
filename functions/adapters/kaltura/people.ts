import * as z from 'zod';
import type { TrustedKaltura } from '../../../domain/kaltura-trust.ts';
import { type DirectoryPerson, directoryPersonSchema } from '../../../domain/person.ts';
import { type AppSession, asApp } from './app-session.ts';
import { callKaltura } from './client.ts';

/** Finds people at Kaltura (docs/kaltura.md#calling-the-api). */

const ACTIVE = 1;
const PERSON = 0;
const SHOWN = 10;

const text = z.string().nullish();
const usersSchema = z.object({
  objects: z
    .array(z.object({ id: z.string(), email: text, firstName: text, lastName: text }))
    .nullish()
    .transform(users => users ?? []),
});
type KalturaUser = z.infer<typeof usersSchema>['objects'][number];

/**
 * People whose e-mail, first or last name begins with the typed text: those who could be invited.
 * @throws KalturaUnavailable, KalturaRefusal
 */
export async function findKalturaPeople(kaltura: TrustedKaltura, typed: string): Promise<DirectoryPerson[]> {
  const found = await asApp(kaltura, session =>
    // Kaltura joins filters with "and".
    Promise.all([
      listUsers(kaltura, session, { 'filter[emailStartsWith]': typed }),
      listUsers(kaltura, session, { 'filter[firstNameOrLastNameStartsWith]': typed }),
    ]),
  );
  return found.flat().flatMap(user => toPerson(user, kaltura.userIdPrefix));
}

async function listUsers(
  { endpoint }: TrustedKaltura,
  { ks }: AppSession,
  filter: Record<string, string>,
): Promise<KalturaUser[]> {
  const parameters = {
    'filter[objectType]': 'KalturaUserFilter',
    'filter[statusEqual]': ACTIVE,
    'filter[typeEqual]': PERSON,
    'pager[pageSize]': SHOWN,
    ...filter,
  };
  return (await callKaltura({ endpoint, action: 'user.list', ks, parameters }, usersSchema)).objects;
}

/** Nobody, if the user's address or names are not such as invitations have. */
function toPerson({ id, email, firstName, lastName }: KalturaUser, prefix = ''): DirectoryPerson[] {
  const person = { id: prefix + id, email, firstName, lastName: lastName ?? '' };
  const { data } = directoryPersonSchema.safeParse(person);
  return data === undefined ? [] : [data];
}
