import { Problem } from '../../domain/problems.ts';
import { routes } from '../contract/routes.ts';
import { corsHeaders, preflightHeaders } from '../http/cors.ts';
import { endpoint } from '../http/endpoint.ts';
import { methodsAt } from '../http/methods.ts';

/** Answers CORS preflights. The gateway cannot, because origins belong to sites and change without a deploy. */
export const handler = endpoint(routes.fallback, async ({ method, rawPath, headers }) => {
  if (method !== 'OPTIONS') throw refusalOf(method, rawPath);
  const cors = await corsHeaders(headers.origin, undefined);
  const isAllowed = 'access-control-allow-origin' in cors;
  return { status: 204, headers: isAllowed ? { ...cors, ...preflightHeaders } : cors };
});

/** No path has `TRACE`. Another method gets 405 only on a path that has other methods (RFC 9110 section 15.5.6). */
function refusalOf(method: string, path: string): Problem {
  const methods = methodsAt(path);
  if (methods.length > 0) return new Problem('method_not_allowed', { allow: methods.join(', ') });
  return method === 'TRACE'
    ? new Problem('method_not_allowed', { allow: 'OPTIONS' })
    : new Problem('not_found');
}
