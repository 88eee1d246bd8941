import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Match } from './router.ts';

const TEXT_TYPES = /^(text\/.*|application\/(json|.*\+json|xml|.*\+xml|javascript|x-www-form-urlencoded))$/;

/** Makes the event that API Gateway's HTTP API makes of a request, payload version 2.0. */
export function toEvent(
  request: IncomingMessage,
  { route, pathParameters }: Match,
  body: Buffer,
): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.url ?? '/');
  const headers = toHeaders(request);
  const cookies = request.headersDistinct.cookie?.flatMap(header => header.split(/; */));
  const queryStringParameters = toQueryParameters(query);
  const now = new Date();
  const routeKey = route.path === '$default' ? '$default' : `${route.method} ${route.path}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(cookies && { cookies }),
    ...(queryStringParameters && { queryStringParameters }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: (headers.host ?? '').replace(/:\d+$/, ''),
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: sourceIp(request),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...encode(body, headers['content-type']),
  };
}

/** The raw path and query string of a request's target. */
export function splitTarget(target: string): { path: string; query: string } {
  const [path = '/', ...query] = target.split('?');
  return { path, query: query.join('?') };
}

/** A body whose type is not known to be text is passed on in base64. */
function encode(body: Buffer, contentType = ''): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const [type = ''] = contentType.toLowerCase().split(';', 1);
  const isText = TEXT_TYPES.test(type.trim());
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

function toHeaders(request: IncomingMessage): Record<string, string> {
  const { cookie, ...given } = request.headersDistinct;
  const headers = Object.fromEntries(
    Object.entries(given).map(([name, values = []]) => [name, values.join(',')]),
  );
  const hops = [headers['x-forwarded-for'], sourceIp(request)].filter(hop => hop !== undefined);
  return {
    ...headers,
    'x-forwarded-for': hops.join(', '),
    'x-forwarded-port': String(request.socket.localPort),
    'x-forwarded-proto': 'http',
  };
}

function toQueryParameters(query: string): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return Object.keys(parameters).length > 0 ? parameters : undefined;
}

function sourceIp(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? '';
}

/** 22/Nov/2026:08:01:02 +0000 */
function commonLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
