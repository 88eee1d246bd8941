import type { Explanation } from './explanation.ts';

/** Problems with a request as such, and with what its caller may do. */
export const problems400to403 = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    meaning: 'A parameter, a header or a member of the body is missing, unknown or malformed.',
    remedy: 'Read `errors`: in each entry, `path` is the location and `message` says what is expected.',
  },
  unauthenticated: {
    status: 401,
    title: 'The caller is not authenticated',
    meaning:
      'The login is missing, has expired, or is not accepted: a token that is valid for more than 24 hours, is of another kind or not from an issuer that a site trusts, or a Kaltura session of another partner, with other rights, or for entering a room.',
    remedy:
      'Send `Authorization: Bearer <JWT>` with a new token from the site’s issuer, for the site’s audience, or `Authorization: KS <session>` with a current session of a person at the site’s Kaltura account.',
  },
  invalid_device_proof: {
    status: 401,
    title: 'The device’s proof is missing or not valid',
    meaning:
      'The `DPoP` header is missing, is for another URL, method or ticket, was already used to enter, or its time is more than 60 seconds off.',
    remedy:
      'Make a new proof (RFC 9449) for this request. If the device’s clock is wrong, use `now` from this response.',
  },
  ticket_expired: {
    status: 401,
    title: 'The ticket has expired',
    meaning: 'A ticket is valid for five minutes.',
    remedy: 'Redeem the link again on the same device, and call `/v1/session` before the ticket expires.',
  },
  not_allowed_to_invite: {
    status: 403,
    title: 'Inviting is not allowed here',
    meaning:
      'The first rule that fails is in `reason`: `module_disabled`, `media_page_disabled`, `chat_and_collaboration_disabled`, `not_a_room_manager` or `not_an_allowed_user`.',
    remedy:
      'An administrator changes the site’s settings; a room’s owner makes the person co-owner, co-editor or co-publisher, or turns Chat & Collaboration on.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    meaning:
      'The caller is authenticated, but is not a manager of the room or lacks the scope that this call needs.',
    remedy: 'Call as a manager of the room, or with the scope `rooms:write` or `site:admin`.',
  },
  email_domain_blocked: {
    status: 403,
    title: 'This e-mail domain is not accepted',
    meaning: 'The site does not accept invitees with addresses in this domain.',
    remedy: 'Use another address, or ask the site’s administrator.',
  },
  email_mismatch: {
    status: 403,
    title: 'This is not the invited e-mail address',
    meaning:
      'The typed address is not the invited one. `attemptsLeft` is the number of attempts left before typing is locked for a time.',
    remedy: 'Type the invited address.',
  },
} as const satisfies Record<string, Explanation>;
