import { ApiError } from '../api-error.ts';
import { adminSessionOf, type Call, integerOf, isAdmin, listResponse, sessionOf } from '../call.ts';
import { findUser, isSameUser } from '../directory.ts';
import type { User } from '../model.ts';

const DELETED = 2;

/** Answers the caller's own user to any session, and other users to an ADMIN session only. */
export function get(call: Call): object {
  const session = sessionOf(call);
  const id = call.parameters.get('userId') || session.userId;
  if (!isSameUser(id, session.userId) && !isAdmin(session)) {
    throw new ApiError(
      'CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION',
      `cannot retrieve another user "${id}" using non-admin session`,
    );
  }
  const user = findUser(call.directory, id);
  if (!user) throw new ApiError('INVALID_USER_ID', 'Invalid user id');
  return toObject(call, user);
}

/** Answers all users that meet every filter; the blocked ones and groups too, unless a filter excludes them. */
export function list(call: Call): object {
  adminSessionOf(call);
  const meets = userFilter(call);
  const users = call.directory.users.filter(user => user.status !== DELETED && meets(user));
  return listResponse(
    call,
    'KalturaUserListResponse',
    users.map(user => toObject(call, user)),
  );
}

/** Kaltura ignores the filters it does not know, and so does this. */
function userFilter(call: Call): (user: User) => boolean {
  const email = prefixTest(call, 'emailStartsWith');
  const name = prefixTest(call, 'firstNameOrLastNameStartsWith');
  const status = integerOf(call, 'filter[statusEqual]');
  const type = integerOf(call, 'filter[typeEqual]');
  return user =>
    email(user.email) &&
    (name(user.firstName) || name(user.lastName)) &&
    user.status === (status ?? user.status) &&
    user.type === (type ?? user.type);
}

function prefixTest({ parameters }: Call, name: string): (text: string) => boolean {
  const prefix = (parameters.get(`filter[${name}]`) ?? '').toLowerCase();
  return text => text.toLowerCase().startsWith(prefix);
}

function toObject({ directory }: Call, user: User): object {
  const fullName = `${user.firstName} ${user.lastName}`.trim();
  return {
    objectType: 'KalturaUser',
    partnerId: directory.partnerId,
    ...user,
    screenName: fullName,
    fullName,
    isAdmin: false,
  };
}
