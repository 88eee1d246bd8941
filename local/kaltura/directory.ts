import { ADMIN_SESSION } from './ks.ts';
import type { AppToken, Directory, Entry, User } from './model.ts';
import { LECTURERS, seedEntries, seedEvents } from './seed-entries.ts';

export const PARTNER_ID = 1234567;
export const ADMIN_SECRET = '0123456789abcdef0123456789abcdef';

/** Credentials of a service, as an administrator of Kaltura would create them for the product. */
export const APP_TOKEN: Readonly<AppToken> = {
  id: '1_apptoken',
  token: '00112233445566778899aabbccddeeff',
  hashType: 'SHA256',
  status: 2,
  sessionType: ADMIN_SESSION,
  userId: 'roompass',
  privileges: 'disableentitlement',
  sessionDuration: 86_400,
};

/** Status of an entry that no call finds any more. */
export const DELETED = 3;
/** `displayInSearch` of an entry in the recycle bin, and of any other. */
export const RECYCLED = -2;
export const SHOWN = 1;

const people = [
  ['owner', 'Olivia', 'Owner'],
  ['editor', 'Edgar', 'Editor'],
  ['publisher', 'Paula', 'Publisher'],
  ['viewer', 'Victor', 'Viewer'],
  ['student', 'Stella', 'Student'],
  ['ada', 'Ada', 'Byron'],
  ['roompass', 'Roompass', 'Service'],
];

/** A new account with the stand-in's people, groups and rooms. Tests may change everything in it. */
export function seedDirectory(now: Date): Directory {
  return {
    partnerId: PARTNER_ID,
    adminSecrets: [ADMIN_SECRET],
    appTokens: [{ ...APP_TOKEN }],
    users: [
      ...people.map(([id = '', firstName = '', lastName = '']) => person({ id, firstName, lastName })),
      person({ id: 'blocked', firstName: 'Bruno', lastName: 'Blocked', status: 0 }),
      { id: LECTURERS, email: '', firstName: 'Lecturers', lastName: '', status: 1, type: 1 },
    ],
    memberships: ['publisher', 'ada'].map(userId => ({ userId, groupId: LECTURERS })),
    entries: seedEntries(),
    events: seedEvents(now),
    endedSessions: new Set(),
    endedSessionIds: new Map(),
  };
}

/** The secret that seals the sessions which the stand-in gives out. */
export function sealingKey({ partnerId, adminSecrets }: Directory): { partnerId: number; secret: string } {
  const [secret] = adminSecrets;
  if (secret === undefined) throw new Error('The directory has no admin secret');
  return { partnerId, secret };
}

/** Ids of users are compared in lower case, as in Kaltura. */
export const isSameUser = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export function findUser({ users }: Directory, id: string): User | undefined {
  return users.find(user => isSameUser(user.id, id) && user.status !== 2);
}

/** An entry in the recycle bin is found, a deleted one is not. */
export function findEntry({ entries }: Directory, id: string): Entry | undefined {
  return entries.find(entry => entry.id === id && entry.status !== DELETED);
}

export function groupsOf({ memberships }: Directory, userId: string): string[] {
  return memberships.filter(each => isSameUser(each.userId, userId)).map(({ groupId }) => groupId);
}

/** Whether a user, or one of the user's groups, is the owner or a co-editor. */
export function mayEdit(directory: Directory, entry: Entry, userId: string): boolean {
  return isNamed(directory, userId, [entry.userId, entry.entitledUsersEdit]);
}

/** Whether a user, or one of the user's groups, has any role in the entry. */
export function isEntitled(directory: Directory, entry: Entry, userId: string): boolean {
  const { entitledUsersPublish, entitledUsersView } = entry;
  return (
    mayEdit(directory, entry, userId) || isNamed(directory, userId, [entitledUsersPublish, entitledUsersView])
  );
}

function isNamed(directory: Directory, userId: string, lists: string[]): boolean {
  const names = lists.flatMap(list => list.split(',')).map(name => name.trim());
  return [userId, ...groupsOf(directory, userId)].some(
    id => id !== '' && names.some(name => isSameUser(name, id)),
  );
}

function person(details: Pick<User, 'id' | 'firstName' | 'lastName'> & Partial<User>): User {
  return { email: `${details.id}@demo.test`, status: 1, type: 0, ...details };
}
