import { type Answer, jsonAnswer } from './answer.ts';
import { privilegeList, privilegeOf, type Session, splitPrivilege } from './ks.ts';
import type { Directory } from './model.ts';
import { type Nonces, refusalOf, type SignedForm } from './oauth.ts';
import { pageAnswer } from './page-html.ts';
import { checkKs, type Refusal } from './sessions.ts';
import type { Visits } from './visits.ts';

export type PageContext = {
  readonly directory: Directory;
  readonly visits: Visits;
  readonly nonces: Nonces;
  readonly now: Date;
};

const messages: Record<Refusal, string> = {
  '-1,INVALID_STR': 'This is not a session of this account.',
  '-5,EXPIRED': 'The session has expired.',
  '-6,LOGOUT': 'The session has been ended.',
};
const EJECTED = 'Somebody has entered the room as this user in another place.';

/** `virtualEvent/launch` opens an event or a resource, which a session must name. */
export const launchEvent = (context: PageContext, ks: string): Answer =>
  openRoom(context, ks, ['eventId', 'resourceId']);

/** `view-room/ks` opens the entry that a session names. */
export const viewRoom = (context: PageContext, ks: string): Answer => openRoom(context, ks, ['entryId']);

function openRoom({ directory, visits, now }: PageContext, ks: string, names: string[]): Answer {
  const { session, refusal } = checkKs(directory, ks, now);
  if (!session) {
    const state = refusal === '-1,INVALID_STR' ? 'invalid' : 'ended';
    return pageAnswer({ state, message: messages[refusal] });
  }
  const { userId } = session;
  const room = roomOf(session, names);
  const rows = privilegeList(session).map(splitPrivilege);
  const missing = missingIn(session, room, names);
  if (missing) return pageAnswer({ state: 'invalid', message: missing, user: userId, rows });
  const visit = visits.enter({ room, userId, ks });
  return pageAnswer({ state: 'in', message: welcome(userId), user: userId, visit, rows });
}

/** The form of an LTI 1.1 launch, which needs no session. */
export function launchForm({ directory, visits, nonces, now }: PageContext, form: SignedForm): Answer {
  const rows = form.fields.filter(([name]) => name !== 'oauth_signature');
  const { user_id: userId = '', custom_entry_id: room = '', ...rest } = Object.fromEntries(rows);
  const expected = { key: String(directory.partnerId), secrets: directory.adminSecrets, now };
  const refusal = refusalOf(form, nonces, expected) ?? missingInForm({ userId, room, rest });
  if (refusal) return pageAnswer({ state: 'invalid', message: refusal });
  const visit = visits.enter({ room, userId });
  return pageAnswer({ state: 'in', message: welcome(userId), user: userId, visit, rows });
}

/** What a page shows now: `{state, message}`. */
export function visitState({ directory, visits, now }: PageContext, id: string): Answer {
  const visit = visits.find(id);
  if (!visit) return jsonAnswer(404, '{}');
  const { refusal } = visit.ks === undefined ? {} : checkKs(directory, visit.ks, now);
  if (visit.ejected) return jsonAnswer(200, JSON.stringify({ state: 'ejected', message: EJECTED }));
  if (refusal) return jsonAnswer(200, JSON.stringify({ state: 'ended', message: messages[refusal] }));
  return jsonAnswer(200, JSON.stringify({ state: 'in', message: '' }));
}

const welcome = (userId: string): string => `In the room as ${userId}.`;

/** A name with its value, so that an event and a resource with one id are two rooms. */
function roomOf(session: Session, names: string[]): string {
  const name = names.find(each => privilegeOf(session, each));
  return name === undefined ? '' : `${name}:${privilegeOf(session, name)}`;
}

function missingIn(session: Session, room: string, names: string[]): string | undefined {
  if (session.userId === '' || session.userId === '0') return 'The session has no user.';
  if (room === '') return `The session has no ${names.join(' or ')}.`;
  return privilegeOf(session, 'role') ? undefined : 'The session has no role.';
}

type LaunchFields = { userId: string; room: string; rest: Record<string, string> };

function missingInForm({ userId, room, rest }: LaunchFields): string | undefined {
  if (rest.lti_message_type !== 'basic-lti-launch-request' || rest.lti_version !== 'LTI-1p0') {
    return 'The form is not an LTI 1.1 launch.';
  }
  if (!rest.resource_link_id) return 'The form has no resource_link_id.';
  return userId === '' || room === '' ? 'The form has no user_id or no custom_entry_id.' : undefined;
}
