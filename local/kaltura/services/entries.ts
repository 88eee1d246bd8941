import { ApiError } from '../api-error.ts';
import { type Call, isAdmin, required, sessionOf } from '../call.ts';
import { DELETED, findEntry, isEntitled, mayEdit, RECYCLED, SHOWN } from '../directory.ts';
import { privilegeList, type Session } from '../ks.ts';
import type { Entry } from '../model.ts';

/** An entry that the caller may not see is answered as if it did not exist, also to an ADMIN session. */
export function get(call: Call): object {
  return toObject(call, visibleEntry(call, sessionOf(call)));
}

export function remove(call: Call): null {
  editableEntry(call).status = DELETED;
  return null;
}

/** An entry in the recycle bin still answers. */
export function recycle(call: Call): object {
  const entry = editableEntry(call);
  entry.displayInSearch = RECYCLED;
  return toObject(call, entry);
}

export function restore(call: Call): object {
  const entry = editableEntry(call);
  entry.displayInSearch = SHOWN;
  return toObject(call, entry);
}

function visibleEntry(call: Call, session: Session): Entry {
  const id = required(call, 'entryId');
  const entry = findEntry(call.directory, id);
  if (entry && (seesEverything(session, id) || isEntitled(call.directory, entry, session.userId)))
    return entry;
  throw new ApiError('ENTRY_ID_NOT_FOUND', `Entry id "${id}" not found`);
}

function editableEntry(call: Call): Entry {
  const session = sessionOf(call);
  const entry = visibleEntry(call, session);
  if (isAdmin(session) || mayEdit(call.directory, entry, session.userId)) return entry;
  throw new ApiError('INVALID_KS', `Invalid KS "${session.ks}", Error "-1,INVALID_STR"`);
}

function seesEverything(session: Session, entryId: string): boolean {
  const wanted = ['disableentitlement', `disableentitlementforentry:${entryId}`];
  return privilegeList(session).some(privilege => wanted.includes(privilege));
}

function toObject({ directory }: Call, entry: Entry): object {
  return { partnerId: directory.partnerId, creatorId: entry.userId, tags: '', ...entry };
}
