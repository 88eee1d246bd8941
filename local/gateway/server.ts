import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { log } from '../../functions/shared/log.ts';
import { readBody } from '../support/body.ts';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback.ts';
import { splitTarget, toEvent } from './event.ts';
import { invoke } from './lambda.ts';
import { createRouter, type Route, type Router } from './router.ts';

const bodyLimit = 10_000_000;

/** Plays API Gateway's HTTP API: an HTTP request becomes an event for the handler of its route. */
export function startGateway(routes: readonly Route[], port?: number): Promise<LoopbackServer> {
  const router = createRouter(routes);
  return listenOnLoopback((request, response) => {
    answer(router, request)
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

async function answer(router: Router, request: IncomingMessage): Promise<APIGatewayProxyStructuredResultV2> {
  const body = await readBody(request, bodyLimit);
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
