import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageOrigins } from '../../../local/gateway/page-origins.ts';
import type { HttpHandler } from '../../../local/gateway/router.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';

const echo: HttpHandler = async event => ({ statusCode: 200, body: JSON.stringify(event) });

let gateway: LoopbackServer;
let origin: string;

beforeAll(async () => {
  gateway = await startGateway([
    { method: 'POST', path: '/echo/{id}', handler: echo },
    { method: 'ANY', path: '$default', handler: echo },
    {
      method: 'GET',
      path: '/fails',
      handler: async () => {
        throw new Error('secret');
      },
    },
    {
      method: 'GET',
      path: '/binary',
      handler: async () => ({
        statusCode: 201,
        headers: { 'X-Number': 7 },
        cookies: ['a=1', 'b=2'],
        body: '/w==',
        isBase64Encoded: true,
      }),
    },
  ]);
  origin = `http://127.0.0.1:${gateway.port}`;
});
afterAll(() => gateway.stop());

const eventOf = async (path: string, init?: RequestInit): Promise<APIGatewayProxyEventV2> =>
  (await (await fetch(origin + path, init)).json()) as APIGatewayProxyEventV2;

describe('a page of another origin', () => {
  const mayCall = pageOrigins(['http://localhost:*', 'https://media.example.edu']);
  let other: LoopbackServer;
  beforeAll(async () => {
    other = await startGateway([{ method: 'ANY', path: '$default', handler: echo }], { mayCall });
  });
  afterAll(() => other.stop());
  const ask = async (from: string, method: string) => {
    const { status, headers } = await fetch(`http://127.0.0.1:${other.port}/dev/tokens`, {
      method,
      headers: { origin: from },
    });
    return { status, allowed: headers.get('access-control-allow-origin'), headers };
  };

  it.each(['http://localhost:4600', 'http://localhost', 'https://media.example.edu'])(
    'at %s may call and read everything',
    async from => {
      const preflight = await ask(from, 'OPTIONS');
      expect(preflight).toMatchObject({ status: 204, allowed: from });
      expect(preflight.headers.get('access-control-allow-headers')).toContain('DPoP');
      const answer = await ask(from, 'POST');
      expect(answer).toMatchObject({ status: 200, allowed: from });
      expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
    },
  );

  it.each(['http://localhost.evil.example:4600', 'https://localhost:4600', 'http://127.0.0.1:4600', 'null'])(
    'at %s is allowed by the handlers or not at all',
    async from => {
      expect(await ask(from, 'POST')).toMatchObject({ status: 200, allowed: null });
      expect((await ask(from, 'OPTIONS')).status).toBe(200);
    },
  );
});

describe('the event of a request', () => {
  it('has the form of payload version 2.0', async () => {
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      Cookie: 'a=1; b=2',
      'User-Agent': 'test',
    };
    const event = await eventOf('/echo/a%20b?x=1&x=%2B+2&y=', { method: 'POST', headers, body: '{"ü":1}' });

    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /echo/{id}',
      rawPath: '/echo/a%20b',
      rawQueryString: 'x=1&x=%2B+2&y=',
      queryStringParameters: { x: '1,+ 2', y: '' },
      pathParameters: { id: 'a b' },
      cookies: ['a=1', 'b=2'],
      body: '{"ü":1}',
      isBase64Encoded: false,
      requestContext: {
        domainName: '127.0.0.1',
        routeKey: 'POST /echo/{id}',
        stage: '$default',
        http: { method: 'POST', path: '/echo/a%20b', sourceIp: '127.0.0.1', userAgent: 'test' },
      },
    });
    expect(event.headers).toHaveProperty('content-type', 'application/json; charset=utf-8');
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it('joins a header that is sent twice', async () => {
    const outgoing = request(`${origin}/any`, { headers: { 'X-A': ['1', '2'] } }).end();
    const [answer] = await once(outgoing, 'response');
    expect(JSON.parse(await text(answer)).headers['x-a']).toBe('1,2');
  });

  it('has a body of another type than text in base64', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    const event = await eventOf('/echo/1', { method: 'POST', headers, body: new Uint8Array([255]) });
    expect(event).toMatchObject({ body: '/w==', isBase64Encoded: true });
  });

  it('leaves out what the request does not have', async () => {
    const event = await eventOf('/any');
    expect(event.routeKey).toBe('$default');
    for (const member of ['body', 'cookies', 'queryStringParameters', 'pathParameters']) {
      expect(event).not.toHaveProperty(member);
    }
  });
});

describe('the answer', () => {
  it('carries status, headers, cookies and decoded body of the result', async () => {
    const answer = await fetch(`${origin}/binary`);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-number')).toBe('7');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([255]));
  });

  it('reveals nothing about a handler that throws', async () => {
    const answer = await fetch(`${origin}/fails`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ message: 'Internal Server Error' });
  });

  it('refuses a body over 10 MB', async () => {
    const answer = await fetch(`${origin}/echo/1`, { method: 'POST', body: 'x'.repeat(10_000_001) });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ message: 'Request Entity Too Large' });
  });
});
