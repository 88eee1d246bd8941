type Explanation = { status: number; title: string; meaning: string; remedy: string };

/**
 * Every problem an answer may carry: the closed list of contract section 4.
 * `docs/problems/` and the pages at `/problems/{code}` are made from it.
 */
export const problems = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    meaning: 'A parameter, a header or a member of the body is missing, unknown or not of its form.',
    remedy: 'Read `errors`: each entry names the place (`path`) and says what would be right (`message`).',
  },
  unauthenticated: {
    status: 401,
    title: 'The caller is not known',
    meaning: 'The login is missing, has expired, or does not come from an issuer that a site trusts.',
    remedy: 'Send `Authorization: Bearer <JWT>` with a fresh token of the site’s own issuer and audience.',
  },
  invalid_device_proof: {
    status: 401,
    title: 'The device’s proof is missing or not valid',
    meaning:
      'The `DPoP` header is missing, is made for another URL, method or ticket, or its time is more than 60 seconds off.',
    remedy:
      'Make a new proof (RFC 9449) for this very request. Where the clock is wrong, use `now` of this answer.',
  },
  ticket_expired: {
    status: 401,
    title: 'The ticket has expired',
    meaning: 'A ticket lives for five minutes.',
    remedy: 'Redeem the link again from the same device, and ask for the session before the ticket ends.',
  },
  not_allowed_to_invite: {
    status: 403,
    title: 'Inviting is not possible here',
    meaning:
      'The first rule that fails is in `reason`: `module_disabled`, `media_page_disabled`, `chat_and_collaboration_disabled`, `not_a_room_manager` or `not_an_allowed_user`.',
    remedy:
      'An administrator changes the site’s settings; a room’s owner makes the person co-owner, co-editor or co-publisher, or switches Chat & Collaboration on.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    meaning: 'The caller is known, but is no manager of the room, or lacks the scope that this call needs.',
    remedy: 'Call as a manager of the room, or with the scope `rooms:write` or `site:admin`.',
  },
  email_domain_blocked: {
    status: 403,
    title: 'This e-mail domain is not accepted',
    meaning: 'The site does not take invitees with addresses of this domain.',
    remedy: 'Use another address, or ask the site’s administrator.',
  },
  email_mismatch: {
    status: 403,
    title: 'This is not the invited e-mail address',
    meaning: 'The typed address is not the one the invitation was made for. `attemptsLeft` tries remain.',
    remedy: 'Type the address that the invitation was sent to.',
  },
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
    meaning: 'The link was not made by this service, or is not complete.',
    remedy: 'Copy the whole link from the invitation, or ask whoever invited you for a new one.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    meaning: 'Nothing answers at this method and path.',
    remedy: 'See `/openapi.json` for what there is.',
  },
  not_active: {
    status: 409,
    title: 'The invitation is not active',
    meaning: 'It was revoked or has expired.',
    remedy: 'Generate it again: the person gets a new link.',
  },
  link_used_on_another_device: {
    status: 409,
    title: 'This link is used on another device',
    meaning: 'For security, a link works on as many devices as the site allows, usually one.',
    remedy:
      'Go back to the device you joined with first. Where `emailAvailable` is true, have a fresh link mailed to the invited address; else ask `invitedBy`.',
  },
  link_expired: {
    status: 410,
    title: 'This link has expired',
    meaning: 'The time in which the link worked is over.',
    remedy: 'Ask whoever invited you for a new link.',
  },
  link_replaced: {
    status: 410,
    title: 'This link was replaced by a newer one',
    meaning: 'A new link was generated for this invitation, so the old one ended.',
    remedy: 'Use the newest link you were given.',
  },
  invitation_revoked: {
    status: 410,
    title: 'This invitation was withdrawn',
    meaning: 'A manager of the room revoked it.',
    remedy: 'Ask whoever invited you.',
  },
  room_deleted: {
    status: 410,
    title: 'This room no longer exists',
    meaning: 'The room was deleted, and every link into it ended.',
    remedy: 'Ask whoever invited you.',
  },
  precondition_failed: {
    status: 412,
    title: 'It has changed in the meantime',
    meaning: '`If-Match` is missing or is not the current `ETag`.',
    remedy: 'Get it again, apply the change to what you got, and send its `ETag` as `If-Match`.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    meaning: 'A body has at most 64 KiB, a batch 512 KiB.',
    remedy: 'Send less, or in several requests.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not JSON',
    meaning: 'A body must come with `Content-Type: application/json`.',
    remedy: 'Send JSON, and say so.',
  },
  email_not_available: {
    status: 422,
    title: 'This site sends no invitation mail',
    meaning: 'The site has no invitation template.',
    remedy:
      'Leave `sendEmail` out and share the link in another way, or ask the administrator to choose a template.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another body',
    meaning: 'Within 24 hours a key stands for one body.',
    remedy: 'Use a new key for a new request.',
  },
  template_invalid: {
    status: 422,
    title: 'The mail template is not valid',
    meaning: 'It lacks the link, uses a variable that does not exist, or cannot be rendered.',
    remedy: 'Read `errors`.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts',
    meaning:
      'After five wrong e-mail addresses in 15 minutes nothing can be typed for the rest of them. Of mail templates an address gets at most 50 test mails a day.',
    remedy:
      'Wait as long as `Retry-After` says (seconds). Or sign in to the site with the invited address; of a template look at the preview.',
  },
  too_many_invitations: {
    status: 429,
    title: 'Too many invitations',
    meaning: 'The site limits how many invitations one manager makes in an hour.',
    remedy: 'Wait as long as `Retry-After` says (seconds), or ask the administrator for a higher limit.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    meaning: 'An error that nobody foresaw. It is logged under `requestId`.',
    remedy: 'Try again; if it stays, report the `requestId`.',
  },
  temporarily_unavailable: {
    status: 503,
    title: 'Not available for the moment',
    meaning: 'Something this service needs did not answer, or not as it should. Nothing was half done.',
    remedy: 'Try again after as many seconds as `Retry-After` says.',
  },
} as const satisfies Record<string, Explanation>;

export type ProblemCode = keyof typeof problems;
export const problemCodes = Object.keys(problems) as ProblemCode[];

type Extra = Record<string, unknown> & { retryAfterSeconds?: number };

/** The one way to say no. `extra` is shown to the caller; `retryAfterSeconds` becomes `Retry-After`. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extra: Extra;

  constructor(code: ProblemCode, extra: Extra = {}) {
    super(problems[code].title);
    this.name = 'Problem';
    this.code = code;
    this.extra = extra;
  }
}

/** A request that is not of its form; `path` is the member's place, such as `invitations[2].email`. */
export const invalidRequest = (path: string, message: string): Problem =>
  new Problem('invalid_request', { errors: [{ path, message }] });
