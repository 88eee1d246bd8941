import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';

/** A JSON answer of the routes that exist only here. */
export function json(statusCode: number, value: object): APIGatewayProxyStructuredResultV2 {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { statusCode, headers, body: JSON.stringify(value) };
}

/** A refusal in the form of the API's own. */
export function problem(
  status: number,
  title: string,
  issues: z.core.$ZodIssue[],
): APIGatewayProxyStructuredResultV2 {
  const errors = issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const answer = json(status, { type: 'about:blank', title, status, code: 'invalid_request', errors });
  return { ...answer, headers: { ...answer.headers, 'content-type': 'application/problem+json' } };
}

/** The JSON of a request's body, or undefined. */
export function parseJson(body = ''): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
