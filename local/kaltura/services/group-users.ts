import { ApiError } from '../api-error.ts';
import { type Call, forbidden, isAdmin, listResponse, sessionOf } from '../call.ts';
import { groupsOf, isSameUser } from '../directory.ts';

/** Answers a user's groups: the caller's own to any session, those of others to an ADMIN session only. */
export function list(call: Call): object {
  const session = sessionOf(call);
  const userId = call.parameters.get('filter[userIdEqual]');
  if (!userId) {
    const property = 'KalturaGroupUserFilter::userIdEqual';
    throw new ApiError('PROPERTY_VALIDATION_CANNOT_BE_NULL', `The property "${property}" cannot be null`);
  }
  if (!isAdmin(session) && !isSameUser(userId, session.userId)) throw forbidden(call);
  const groups = groupsOf(call.directory, userId).map((groupId, index) => ({
    objectType: 'KalturaGroupUser',
    id: String(index + 1),
    partnerId: call.directory.partnerId,
    userId,
    groupId,
    status: 0,
  }));
  return listResponse(call, 'KalturaGroupUserListResponse', groups);
}
