import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';

/** A JSON answer of a route that exists in the local stack only. */
export function json(statusCode: number, value: object): APIGatewayProxyStructuredResultV2 {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { statusCode, headers, body: JSON.stringify(value) };
}

/** A problem answer (400 `invalid_request` and its like) in the API's own form. */
export function problem(
  status: number,
  title: string,
  issues: z.core.$ZodIssue[],
): APIGatewayProxyStructuredResultV2 {
  const errors = issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const answer = json(status, { type: 'about:blank', title, status, code: 'invalid_request', errors });
  return { ...answer, headers: { ...answer.headers, 'content-type': 'application/problem+json' } };
}

/** Parses a request's body. @returns undefined if it is not JSON */
export function parseJson(body = ''): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
