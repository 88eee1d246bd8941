import { buildPages, hostedPages, patternsOf } from '../../web/build/pages.ts';
import { securityHeaders } from '../../web/build/security-headers.ts';
import type { Route } from './router.ts';

/** Here a site's KAF may be on this machine. */
const FORM_TARGETS = 'https: http://localhost:* http://127.0.0.1:*';

/** The static files, which CloudFront serves in a deployed stage, and the demo site. */
export async function pageRoutes(): Promise<Route[]> {
  const files = await buildPages({ ...hostedPages, '/': 'web/demo/index.html' });
  return files.flatMap(({ path, contentType, cacheControl, body }) => {
    const answer = {
      statusCode: 200,
      headers: {
        ...securityHeaders(path, FORM_TARGETS),
        'content-type': contentType,
        'cache-control': cacheControl,
      },
      body,
    };
    return patternsOf(path).flatMap(pattern =>
      ['GET', 'HEAD'].map(method => ({ method, path: pattern, handler: async () => answer })),
    );
  });
}
