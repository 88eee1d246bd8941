import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type RouteName, routes } from '../../functions/contract/routes.ts';
import { type Handler, loadHandler } from '../../local/gateway/lambda.ts';

export type HttpHandler = Handler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;
type Late = { status: number; headers: Record<string, unknown>; millis: number };

/**
 * Calls a route's handler with a cross-origin request, in a function with only `millis` milliseconds left. `instance`
 * replaces this process's instance of the function.
 */
export async function callWithin(
  name: RouteName,
  millis: number,
  given: Partial<APIGatewayProxyEventV2> = {},
  instance?: HttpHandler,
): Promise<Late> {
  const { method, path } = routes[name];
  const handler: HttpHandler = instance ?? (await loadHandler(name));
  const deadline = Date.now() + millis;
  const event = {
    rawPath: path,
    rawQueryString: '',
    isBase64Encoded: false,
    requestContext: { requestId: randomUUID(), http: { method: method === 'ANY' ? 'OPTIONS' : method } },
    ...given,
    headers: { origin: 'https://demo.example.edu', 'content-type': 'application/json', ...given.headers },
  } as APIGatewayProxyEventV2;
  const context = { getRemainingTimeInMillis: () => deadline - Date.now() } as Context;
  const { statusCode = 0, headers = {} } = await handler(event, context);
  return { status: statusCode, headers, millis: Date.now() - deadline + millis };
}
