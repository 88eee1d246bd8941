import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod';
import { Problem, problems } from '../../domain/problems.ts';
import { faceOf, type Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import type { Route } from '../route.ts';
import { log } from '../shared/log.ts';
import { type Proved, proveCaller } from './caller.ts';
import { corsHeaders } from './cors.ts';
import { inTime } from './in-time.ts';
import { problemBody, problemOf } from './problem.ts';
import { readBody, readPath, readQuery } from './request.ts';

/** How long before the function's own end a request is given up, so that the caller still gets an answer. */
const DEADLINE_MARGIN_MILLIS = 500;
/** Of which this is kept for sending it; the rest may go into finding out whether the caller's page may read it. */
const SENDING_MILLIS = 250;

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type ParameterOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

/** Says which site the answer is for (CORS) and, with a locale, that problems may show the site's face. */
export type Concerns = (site: Site, locale?: string) => void;

export type Request<R extends Route> = {
  /** When the request arrived; the only clock of a request. */
  now: Instant;
  requestId: string;
  path: Record<ParameterOf<R['path']>, string>;
  query: Output<R['query']>;
  body: Output<R['body']>;
  headers: Record<string, string | undefined>;
  method: string;
  caller: Proved[R['caller']];
  concerns: Concerns;
};

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown };

type Result = APIGatewayProxyStructuredResultV2;
type Exchange = { startedAt: number; site?: Site; locale?: string };

/**
 * Turns an action into the Lambda function of its route: proves the caller, reads the request as the contract
 * describes it, answers JSON, and says every error as a problem.
 */
export function endpoint<R extends Route>(
  route: R,
  action: (request: Request<R>) => Promise<Answer> | Answer,
) {
  const exchanges = new WeakMap<APIGatewayProxyEventV2, Exchange>();

  const act = async (event: APIGatewayProxyEventV2): Promise<Result> => {
    const now = new Date().toISOString();
    const exchange: Exchange = { startedAt: performance.now() };
    exchanges.set(event, exchange);
    const concerns: Concerns = (site, locale) => Object.assign(exchange, { site, locale });
    const caller = await proveCaller({ event, route, now });
    if (caller !== undefined && 'site' in caller) concerns(caller.site);
    const {
      status = 200,
      headers,
      body,
    } = await action({
      now,
      requestId: event.requestContext.requestId,
      path: readPath(event),
      query: readQuery(route, event),
      body: readBody(route, event),
      headers: event.headers,
      method: event.requestContext.http.method,
      caller,
      concerns,
    } as unknown as Request<R>);
    return {
      statusCode: status,
      headers: { ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    };
  };

  const refuse = (error: unknown, event: APIGatewayProxyEventV2): Result => {
    const { requestId } = event.requestContext;
    const problem = problemOf(error, requestId);
    const { site, locale } = exchanges.get(event) ?? {};
    const { retryAfterSeconds } = problem.extra;
    return {
      statusCode: problems[problem.code].status,
      headers: {
        'content-type': 'application/problem+json',
        ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
        ...(problem.code === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
      },
      body: JSON.stringify({
        ...problemBody(problem, requestId),
        ...(site !== undefined && locale !== undefined && { site: faceOf(site), locale }),
      }),
    };
  };

  const finish = async (event: APIGatewayProxyEventV2, context: Context, result: Result): Promise<Result> => {
    const { requestId } = event.requestContext;
    const { site, startedAt = performance.now() } = exchanges.get(event) ?? {};
    log.info('answered', {
      requestId,
      route: `${route.method} ${route.path}`,
      site: site?.id,
      status: result.statusCode,
      durationMillis: Math.round(performance.now() - startedAt),
    });
    const usual = {
      'cache-control': 'no-store',
      ...(result.body !== undefined && {
        'content-type': route.contentType ?? 'application/json; charset=utf-8',
      }),
      'x-request-id': requestId,
    };
    const unknown = { vary: 'Origin' };
    const looking = corsHeaders(event.headers.origin, site).catch(() => unknown);
    const cors = await inTime(looking, context.getRemainingTimeInMillis() - SENDING_MILLIS, unknown);
    return { ...result, headers: { ...usual, ...cors, ...result.headers } };
  };

  return middy<APIGatewayProxyEventV2, Result, Error, Context>({
    timeoutEarlyInMillis: DEADLINE_MARGIN_MILLIS,
    timeoutEarlyResponse: () => {
      throw new Problem('temporarily_unavailable', { retryAfterSeconds: 5 });
    },
  })
    .use({
      after: async request => {
        request.response = await finish(request.event, request.context, request.response ?? {});
      },
      onError: async request => {
        request.response = await finish(request.event, request.context, refuse(request.error, request.event));
      },
    })
    .handler(act);
}
