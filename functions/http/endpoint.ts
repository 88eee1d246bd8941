import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod';
import { Problem } from '../../domain/problems.ts';
import type { Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import type { Route } from '../contract/route.ts';
import { complete, type Exchange, refusal } from './answer.ts';
import { type Proved, proveCaller } from './caller.ts';
import { readBody, readPath, readQuery } from './request.ts';

/** A request is aborted this long before the function's timeout, so that the caller still gets an answer. */
const DEADLINE_MARGIN_MILLIS = 500;

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type ParameterOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** Sets the site of the answer (for CORS). With a locale, problems also show the site's name, logo and colour. */
export type AboutSite = (site: Site, locale?: string) => void;

export type Request<R extends Route> = {
  /** When the request arrived. All decisions of the request use this time. */
  now: Instant;
  requestId: string;
  path: Record<ParameterOf<R['path']>, string>;
  query: Output<R['query']>;
  body: Output<R['body']>;
  headers: Record<string, string | undefined>;
  method: string;
  /** The whole path, as sent. */
  rawPath: string;
  caller: Proved[R['caller']];
  aboutSite: AboutSite;
};

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown };

/**
 * Makes the Lambda handler of a route from an action: authenticates the caller, validates the request as the contract
 * describes it, answers JSON, and converts every error to a problem.
 */
export function endpoint<R extends Route>(
  route: R,
  action: (request: Request<R>) => Promise<Answer> | Answer,
) {
  const exchanges = new WeakMap<APIGatewayProxyEventV2, Exchange>();
  let isColdStart = true;
  const exchangeOf = (event: APIGatewayProxyEventV2): Exchange => {
    const known = exchanges.get(event);
    if (known !== undefined) return known;
    const exchange = { route, event, startedAt: performance.now(), isColdStart };
    isColdStart = false;
    exchanges.set(event, exchange);
    return exchange;
  };

  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>({
    timeoutEarlyInMillis: DEADLINE_MARGIN_MILLIS,
    timeoutEarlyResponse: () => {
      throw new Problem('temporarily_unavailable', { retryAfterSeconds: 5 });
    },
  })
    .use({
      after: async request => {
        const { event, context, response = {} } = request;
        request.response = await complete(response, exchangeOf(event), context);
      },
      onError: async request => {
        const exchange = exchangeOf(request.event);
        request.response = await complete(refusal(request.error, exchange), exchange, request.context);
      },
    })
    .handler(async event => {
      const { status = 200, headers = {}, body } = await action(await readRequest(route, exchangeOf(event)));
      if (body === undefined) return { statusCode: status, headers };
      return { statusCode: status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
    });
}

async function readRequest<R extends Route>(route: R, exchange: Exchange): Promise<Request<R>> {
  const { event } = exchange;
  const now = new Date().toISOString();
  const aboutSite: AboutSite = (site, locale) => Object.assign(exchange, { site, locale });
  const caller = await proveCaller({ event, route, now });
  if (caller !== undefined && 'site' in caller) aboutSite(caller.site);
  return {
    now,
    requestId: event.requestContext.requestId,
    path: readPath(event),
    query: readQuery(route, event),
    body: readBody(route, event),
    headers: event.headers,
    method: event.requestContext.http.method,
    rawPath: event.rawPath,
    caller,
    aboutSite,
  } as unknown as Request<R>;
}
