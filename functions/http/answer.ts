import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type ProblemCode, problems } from '../../domain/problems.ts';
import { faceOf, type Site } from '../../domain/site.ts';
import type { Route } from '../contract/route.ts';
import { labelOf } from '../metric-names.ts';
import { inTime } from '../shared/in-time.ts';
import { log } from '../shared/log.ts';
import { measureAnswer } from '../shared/metrics.ts';
import { corsHeaders } from './cors.ts';
import { problemBody, problemOf } from './problem.ts';

/** Of the last moments before a deadline this is kept for sending; the rest may go into looking up an origin. */
const SENDING_MILLIS = 250;

type Result = APIGatewayProxyStructuredResultV2;

/** One request and what became known while it was worked on. */
export type Exchange = {
  route: Route;
  event: APIGatewayProxyEventV2;
  startedAt: number;
  /** Whether its function had never been called before. */
  isColdStart: boolean;
  site?: Site;
  locale?: string;
  /** Of the problem that is the answer. */
  code?: ProblemCode;
};

/** An error as the problem that may be told, with the site's face once a link's token was verified. */
export function refusal(error: unknown, exchange: Exchange): Result {
  const { event, site, locale } = exchange;
  const { requestId } = event.requestContext;
  const problem = problemOf(error, requestId);
  exchange.code = problem.code;
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

/** What every answer carries; its own headers win. Also logs and measures it, without anything that the caller sent. */
export async function complete(result: Result, exchange: Exchange, context: Context): Promise<Result> {
  const { event, route, site, startedAt, isColdStart, code } = exchange;
  const { requestId } = event.requestContext;
  const durationMillis = Math.round(performance.now() - startedAt);
  log.info('answered', {
    requestId,
    route: labelOf(route),
    site: site?.id,
    status: result.statusCode,
    code,
    durationMillis,
    isColdStart,
  });
  measureAnswer({ route, durationMillis, code });
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
