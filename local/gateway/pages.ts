import { bundlePages, securityHeaders } from './bundle-pages.ts';
import type { Route } from './router.ts';

/** The static files, which CloudFront serves where this is deployed. */
export async function pageRoutes(): Promise<Route[]> {
  const pages = await bundlePages();
  return [...pages].flatMap(([path, { contentType, body }]) => {
    const answer = {
      statusCode: 200,
      headers: { ...securityHeaders, 'content-type': contentType, 'cache-control': 'no-cache' },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    };
    return ['GET', 'HEAD'].map(method => ({ method, path, handler: async () => answer }));
  });
}
