import { Problem } from '../domain/problems.ts';
import { routes } from './contract.ts';
import { corsHeaders, preflightHeaders } from './http/cors.ts';
import { endpoint } from './http/endpoint.ts';

/** Preflights are answered here and not by the gateway, because origins belong to sites and change without a deploy. */
export const handler = endpoint(routes.fallback, async ({ method, headers }) => {
  if (method !== 'OPTIONS') throw new Problem('not_found');
  const cors = await corsHeaders(headers.origin, undefined);
  const isAllowed = 'access-control-allow-origin' in cors;
  return { status: 204, headers: isAllowed ? { ...cors, ...preflightHeaders } : cors };
});
