import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { exposedHeaders, preflightHeaders } from '../../functions/http/cors.ts';

/** Whether pages of an origin may call every route here. */
export type PageOrigins = (origin: string | undefined) => origin is string;

/** An origin; `*` as the port means any port. */
export const ORIGIN_PATTERN = /^https?:\/\/[a-z0-9.-]+(?::(?:\d{1,5}|\*))?$/;

/** @param patterns such as `https://media.example.edu` and `http://localhost:*`, which also covers no port at all */
export function pageOrigins(patterns: string[]): PageOrigins {
  const isAnyPort = new Set(patterns.filter(each => each.endsWith(':*')).map(each => each.slice(0, -2)));
  const exact = new Set(patterns);
  return (origin): origin is string =>
    origin !== undefined && (exact.has(origin) || isAnyPort.has(origin.replace(/:\d{1,5}$/, '')));
}

const allow = (origin: string) => ({ 'access-control-allow-origin': origin, vary: 'Origin' });

/** The answer to a preflight; no handler sees the preflight. */
export const preflightOf = (origin: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 204,
  headers: { ...allow(origin), ...preflightHeaders },
});

/** Adds the CORS headers that let a page of the origin read the answer. */
export const readableBy = (
  origin: string,
  result: APIGatewayProxyStructuredResultV2,
): APIGatewayProxyStructuredResultV2 => ({
  ...result,
  headers: { ...result.headers, ...allow(origin), 'access-control-expose-headers': exposedHeaders },
});
