/** No script of another origin runs in a page, and no other site frames it or gets its URL as referrer. */
const policy = (styleSource: string, formTargets = "'none'"): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styleSource}`,
    "img-src 'self' https: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    `form-action ${formTargets}`,
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

/** The page that posts a signed form to a site's KAF. A deployed stage posts forms by https only. */
export const FORM_PAGE = '/join';
export const formPagePolicy = (targets = 'https:'): string => policy("'self'", targets);

function policyOf(path: string, formTargets?: string): string {
  if (path === FORM_PAGE) return formPagePolicy(formTargets);
  return styledPages.includes(path) ? styledPagePolicy : contentSecurityPolicy;
}

export const securityHeaders = (path: string, formTargets?: string) => ({
  'content-security-policy': policyOf(path, formTargets),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});
