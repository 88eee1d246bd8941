import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { problems } from '../../domain/problems.ts';
import { faceOf, type Site } from '../../domain/site.ts';
import type { Route } from '../route.ts';
import { log } from '../shared/log.ts';
import { corsHeaders } from './cors.ts';
import { inTime } from './in-time.ts';
import { problemBody, problemOf } from './problem.ts';

/** Of the last moments before a deadline this is kept for sending; the rest may go into looking up an origin. */
const SENDING_MILLIS = 250;

type Result = APIGatewayProxyStructuredResultV2;

/** One request and what became known while it was worked on. */
export type Exchange = {
  route: Route;
  event: APIGatewayProxyEventV2;
  startedAt: number;
  site?: Site;
  locale?: string;
};

/** An error as the problem that may be told, with the site's face once a link's token was verified. */
export function refusal(error: unknown, { event, site, locale }: Exchange): Result {
  const { requestId } = event.requestContext;
  const problem = problemOf(error, requestId);
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
}

/** What every answer carries; its own headers win. Also logs it, without anything that the caller sent. */
export async function complete(result: Result, exchange: Exchange, context: Context): Promise<Result> {
  const { event, route, site, startedAt } = exchange;
  const { requestId } = event.requestContext;
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
}
