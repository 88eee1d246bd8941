import { fullName } from './person.ts';
import type { Role } from './role.ts';
import type { FormLauncher, FormRole } from './trust.ts';

/** The form of an LTI 1.1 launch that opens a room in KAF (docs/kaltura.md#launching-a-room), without its signature. */

/** Whom a launch token admits to which room. */
export type Launched = {
  /** A guest id, or the user id that a site login proved. */
  user: string;
  room: string;
  role: Role;
  firstName: string;
  lastName: string;
  locale: string;
};

const LEARNER: FormRole = { roles: 'Learner', isModerator: false };
const formRoles: Record<Role, FormRole> = {
  viewer: LEARNER,
  speaker: LEARNER,
  moderator: { roles: 'Instructor', isModerator: true },
};

/** The form's fields. They have no e-mail address. */
export function launchFields(
  launched: Launched,
  { roles: ofSite = {} }: FormLauncher,
): Record<string, string> {
  const { user, room, role, firstName, lastName, locale } = launched;
  const { roles, isModerator } = ofSite[role] ?? formRoles[role];
  return {
    lti_message_type: 'basic-lti-launch-request',
    lti_version: 'LTI-1p0',
    resource_link_id: room,
    context_id: room,
    custom_entry_id: room,
    user_id: user,
    roles,
    ...(isModerator && { custom_room_moderator: '1' }),
    lis_person_name_given: firstName,
    ...(lastName !== '' && { lis_person_name_family: lastName }),
    lis_person_name_full: fullName(launched),
    launch_presentation_locale: locale,
  };
}
