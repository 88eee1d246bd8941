import type { Site } from '../../domain/site.ts';
import { isOriginOfAnySite } from '../adapters/dynamodb/sites.ts';

const ALLOWED_METHODS = 'GET, PUT, POST, PATCH, DELETE';
const ALLOWED_HEADERS = 'Authorization, DPoP, Idempotency-Key, If-Match, Content-Type';
export const exposedHeaders = 'ETag, Retry-After, x-request-id';

/** CORS headers of an answer. They allow the origins of its site, or of all sites if the site is not known. */
export async function corsHeaders(
  origin: string | undefined,
  site: Site | undefined,
): Promise<Record<string, string>> {
  const vary = { vary: 'Origin' };
  if (origin === undefined) return vary;
  const allowed =
    site === undefined ? await isOriginOfAnySite(origin) : site.trust.allowedOrigins.includes(origin);
  return allowed
    ? { ...vary, 'access-control-allow-origin': origin, 'access-control-expose-headers': exposedHeaders }
    : vary;
}

export const preflightHeaders = {
  'access-control-allow-methods': ALLOWED_METHODS,
  'access-control-allow-headers': ALLOWED_HEADERS,
  'access-control-max-age': '600',
};
