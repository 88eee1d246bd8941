import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { log } from '../../functions/runtime/log.ts';
import { readBody } from '../support/body.ts';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback.ts';
import { splitTarget, toEvent } from './event.ts';
import { invoke } from './lambda.ts';
import { type PageOrigins, pageOrigins, preflightOf, readableBy } from './page-origins.ts';
import { createRouter, type Route, type Router } from './router.ts';

const BODY_LIMIT = 10_000_000;

type Options = { port?: number; mayCall?: PageOrigins };

/**
 * Imitates API Gateway's HTTP API: makes an event of each HTTP request and invokes the handler of its route. Pages of
 * the origins that `mayCall` accepts may call every route. By default only the handlers' own CORS headers apply.
 */
export function startGateway(
  routes: readonly Route[],
  { port, mayCall = pageOrigins([]) }: Options = {},
): Promise<LoopbackServer> {
  const router = createRouter(routes);
  return listenOnLoopback((request, response) => {
    answerPages(mayCall, request, () => answer(router, request))
      .catch(error => {
        log.error('the handler failed', error);
        return refusal(500, 'Internal Server Error');
      })
      .then(result => send(response, result))
      .catch(error => {
        log.error('the answer could not be sent', error);
        response.destroy();
      });
  }, port);
}

async function answerPages(
  mayCall: PageOrigins,
  { method, headers: { origin } }: IncomingMessage,
  answer: () => Promise<APIGatewayProxyStructuredResultV2>,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (!mayCall(origin)) return answer();
  return method === 'OPTIONS' ? preflightOf(origin) : readableBy(origin, await answer());
}

async function answer(router: Router, request: IncomingMessage): Promise<APIGatewayProxyStructuredResultV2> {
  const body = await readBody(request, BODY_LIMIT);
  if (!body) return refusal(413, 'Request Entity Too Large');
  const match = router(request.method ?? 'GET', splitTarget(request.url ?? '/').path);
  if (!match) return refusal(404, 'Not Found');
  return invoke(match.route.handler, toEvent(request, match, body));
}

function refusal(statusCode: number, message: string): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message }) };
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  response.statusCode = statusCode;
  response.end(content);
}
