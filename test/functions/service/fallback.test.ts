import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { beforeAll, expect, test } from 'vitest';
import { invoke, loadHandler } from '../../../local/gateway/lambda.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

beforeAll(startWithEmptyTable);

async function ask(method: string, rawPath: string) {
  const handler = await loadHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>('fallback');
  const {
    statusCode,
    headers,
    body = '{}',
  } = await invoke(handler, {
    rawPath,
    rawQueryString: '',
    headers: {},
    requestContext: { requestId: randomUUID(), http: { method } },
  } as unknown as APIGatewayProxyEventV2);
  return { status: statusCode, code: JSON.parse(body).code, allow: headers?.allow };
}

test.each([
  ['TRACE', '/v1/health', 'GET, OPTIONS'],
  ['HEAD', '/v1/health', 'GET, OPTIONS'],
  ['PATCH', '/v1/people/ada', 'DELETE, OPTIONS'],
  ['PUT', '/v1/rooms/a%2Fb', 'PUT, GET, DELETE, OPTIONS'],
  ['DELETE', '/v1/rooms/a/invitations/batch', 'POST, GET, PATCH, OPTIONS'],
  ['TRACE', '/nowhere', 'OPTIONS'],
])('%s %s is refused with the allowed methods', async (method, path, allow) => {
  expect(await ask(method, path)).toEqual({ status: 405, code: 'method_not_allowed', allow });
});

test.each(['/', '/v1/health/', '/v1/rooms/', '/v1/rooms/a/b', '/$default', '/v1xhealth'])(
  '%s is not found',
  async path => {
    expect(await ask('GET', path)).toEqual({ status: 404, code: 'not_found', allow: undefined });
  },
);
