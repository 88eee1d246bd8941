import type { Explanation } from './explanation.ts';

/** Problems with what a request is about: it is not there, not in the state for it, or no longer there. */
export const problems404to410 = {
  room_not_found: {
    status: 404,
    title: 'There is no such room',
    meaning: 'The site has no room with this id, or it was deleted.',
    remedy: 'Check the id; the site’s backend registers rooms.',
  },
  invitation_not_found: {
    status: 404,
    title: 'There is no such invitation',
    meaning: 'The room has no invitation with this id.',
    remedy: 'List the room’s invitations.',
  },
  link_invalid: {
    status: 404,
    title: 'This link is not valid',
    meaning: 'The link was not made by this service, or is incomplete.',
    remedy: 'Copy the whole link from the invitation, or ask the person who invited you for a new one.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    meaning: 'There is nothing at this address.',
    remedy:
      'Check the address. If you have an invitation link, paste the whole link at `/i`. The API is described in `/openapi.json`.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This path does not support this method',
    meaning:
      'The path exists, but does not support this method. The header `Allow` lists the methods that it supports.',
    remedy: 'Use a method that `Allow` lists; `/openapi.json` describes each.',
  },
  not_active: {
    status: 409,
    title: 'The invitation is not active',
    meaning: 'It was revoked or has expired.',
    remedy: 'Generate the invitation again: the invitee gets a new link.',
  },
  session_too_far_ahead: {
    status: 409,
    title: 'The session is too far ahead',
    meaning:
      'The session starts more than 400 days from now. A link expires at most 400 days after it was generated, so it would expire before the session.',
    remedy: 'Invite again when the session starts within 400 days, or move the session.',
  },
  managed_by_kaltura: {
    status: 409,
    title: 'This room comes from Kaltura',
    meaning:
      'Rooms with the id of a Kaltura entry come from Kaltura, so they cannot be registered or deleted here.',
    remedy: 'Change or delete the entry in Kaltura. The change takes effect within 90 seconds.',
  },
  link_used_on_another_device: {
    status: 409,
    title: 'This link is used on another device',
    meaning: 'For security, a link works only on as many devices as the site allows, usually one.',
    remedy:
      'Go back to the device that you joined with first. If `emailAvailable` is true, request a fresh link by mail to the invited address; otherwise ask `invitedBy`.',
  },
  link_expired: {
    status: 410,
    title: 'This link has expired',
    meaning: 'The link was valid for a limited time, which is over.',
    remedy: 'Ask the person who invited you for a new link.',
  },
  link_replaced: {
    status: 410,
    title: 'This link was replaced by a newer one',
    meaning: 'A newer link was made for this invitation, so this one is no longer valid.',
    remedy: 'Use the newest link that you got.',
  },
  invitation_revoked: {
    status: 410,
    title: 'This invitation was withdrawn',
    meaning: 'A manager of the room revoked it.',
    remedy: 'Ask the person who invited you.',
  },
  room_deleted: {
    status: 410,
    title: 'This room no longer exists',
    meaning: 'The room was deleted, so its links are no longer valid.',
    remedy: 'Ask the person who invited you.',
  },
} as const satisfies Record<string, Explanation>;
