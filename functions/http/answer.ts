import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type ProblemCode, problems } from '../../domain/problems.ts';
import { faceOf, type Site } from '../../domain/site.ts';
import type { Route } from '../contract/route.ts';
import { inTime } from '../runtime/in-time.ts';
import { log } from '../runtime/log.ts';
import { labelOf } from '../runtime/metric-names.ts';
import { measureAnswer } from '../runtime/metrics.ts';
import { corsHeaders } from './cors.ts';
import { htmlPageHeaders } from './html-page.ts';
import { isNavigation } from './navigation.ts';
import { problemBody, problemOf } from './problem.ts';
import { problemPage } from './problem-page.ts';

/** Reserved before the function's timeout for sending the answer. The CORS origin lookup may use the time before. */
const SENDING_MILLIS = 250;

type Result = APIGatewayProxyStructuredResultV2;

/** One request, and the facts collected while it is processed. */
export type Exchange = {
  route: Route;
  event: APIGatewayProxyEventV2;
  startedAt: number;
  /** Whether this is the first request of the function instance (cold start). */
  isColdStart: boolean;
  site?: Site;
  locale?: string;
  /** The problem's code, if the answer is a problem. */
  code?: ProblemCode;
};

/** Routes that people open in a browser: HTML pages, and `$default`, which answers unknown paths. */
const isForPeople = ({ path, contentType = '' }: Route): boolean =>
  path === '$default' || contentType.startsWith('text/html');

/**
 * Converts an error to a problem response. It has the site's name, logo and colour if the link token was verified. A
 * browser navigation to a route for people gets an HTML page.
 */
export function refusal(error: unknown, exchange: Exchange): Result {
  const { route, event, site, locale } = exchange;
  const { requestId } = event.requestContext;
  const problem = problemOf(error, requestId);
  exchange.code = problem.code;
  const { retryAfterSeconds, allow } = problem.extra;
  const isPage = isForPeople(route) && isNavigation(event);
  return {
    statusCode: problems[problem.code].status,
    headers: {
      ...(isPage ? htmlPageHeaders : {}),
      'content-type': isPage ? 'text/html; charset=utf-8' : 'application/problem+json',
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(allow !== undefined && { allow }),
      ...(problem.code === 'unauthenticated' && { 'www-authenticate': 'Bearer' }),
    },
    body: isPage
      ? problemPage(problem.code)
      : JSON.stringify({
          ...problemBody(problem, requestId),
          ...(site !== undefined && locale !== undefined && { site: faceOf(site), locale }),
        }),
  };
}

/**
 * Adds the common headers, including CORS; the result's own headers override them. It also writes the log line and
 * the metrics, which contain nothing that the caller sent.
 */
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
