/** No script of another origin runs in a page, and no other site frames it or gets its URL as referrer. */
const policy = (styleSource: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styleSource}`,
    "img-src 'self' https: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** The policy of every static file except the pages below. */
export const contentSecurityPolicy = policy("'self'");

/**
 * Pages that allow inline styles. The administrators' page shows a mail in a frame; the page's policy also applies to
 * the frame, and mails have inline styles. The invitees' page has one inline style, and forbids every other by a
 * `<meta>`: a hash in this header would change with the style, and CloudFront takes minutes to change a header.
 */
export const styledPages = ['/admin/templates', '/i'];
export const styledPagePolicy = policy("'self' 'unsafe-inline'");

export const securityHeaders = (path: string) => ({
  'content-security-policy': styledPages.includes(path) ? styledPagePolicy : contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});
