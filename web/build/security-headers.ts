/** Nothing of another origin runs here, and nobody frames or is told the page. */
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

/** What every static file is served with, but for the pages below. */
export const contentSecurityPolicy = policy("'self'");

/** Pages that show a mail in a frame. The frame is held to the page's policy, and mails bring their styles along. */
export const mailPages = ['/admin/templates'];
export const mailPagePolicy = policy("'self' 'unsafe-inline'");

export const securityHeaders = (path: string) => ({
  'content-security-policy': mailPages.includes(path) ? mailPagePolicy : contentSecurityPolicy,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});
