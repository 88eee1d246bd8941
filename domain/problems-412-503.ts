import type { Explanation } from './explanation.ts';

/** Problems with the form of a request, its content, the number of requests, and the service itself. */
export const problems412to503 = {
  precondition_failed: {
    status: 412,
    title: 'The resource has changed in the meantime',
    meaning: '`If-Match` is not the current `ETag`.',
    remedy: 'Get the current version again, apply the change to it, and send its `ETag` as `If-Match`.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    meaning: 'The limit is 64 KiB for a body, and 512 KiB for a batch.',
    remedy: 'Send a smaller body, or several requests.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not JSON',
    meaning: 'A body must come with `Content-Type: application/json`.',
    remedy: 'Send JSON with that header.',
  },
  precondition_required: {
    status: 428,
    title: 'If-Match is missing',
    meaning:
      'This change must name the version that it is based on, so that it does not overwrite another change.',
    remedy: 'Get the current version, apply the change to it, and send its `ETag` as `If-Match`.',
  },
  email_not_available: {
    status: 422,
    title: 'The invitation cannot be mailed',
    meaning:
      'The site has no invitation template. With `reason: "address_not_mailable"` it has one, but the part of this address before the `@` is not ASCII, and Amazon SES does not send to such addresses.',
    remedy:
      'Leave `sendEmail` out and share the link in another way. If there is no `reason`, the administrator can choose a template.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key was used for another body',
    meaning: 'For 24 hours, a key identifies one request body.',
    remedy: 'Use a new key for a new request.',
  },
  template_invalid: {
    status: 422,
    title: 'The mail template is not valid',
    meaning: 'It lacks the link, uses a variable that does not exist, or cannot be rendered.',
    remedy: 'Correct the mistakes that `errors` lists.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts',
    meaning:
      'Every fifth wrong e-mail address locks typing on this link: the first time for 15 minutes, then for 1 hour, then for 24 hours each time. For test mails of templates, the limit is 50 a day for each address.',
    remedy:
      'Wait for the number of seconds in `Retry-After`. If `emailAvailable` is true, request a fresh link by mail, which has a separate limit. Or sign in to the site with the invited address. For a template, use the preview.',
  },
  too_many_invitations: {
    status: 429,
    title: 'Too many invitations',
    meaning: 'The site has a rate limit: a number of invitations per manager and hour.',
    remedy: 'Wait for the number of seconds in `Retry-After`, or ask the administrator for a higher limit.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    meaning: 'An unexpected error. It is logged with this `requestId`.',
    remedy: 'Try again. If the error persists, report the `requestId`.',
  },
  temporarily_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    meaning:
      'A service that Roompass depends on did not answer or answered with an error, or other requests were changing the same data. No change was left half done.',
    remedy: 'Retry after the number of seconds in `Retry-After`.',
  },
} as const satisfies Record<string, Explanation>;
