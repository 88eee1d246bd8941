import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Handler } from './lambda.ts';

export type HttpHandler = Handler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

export type Route = {
  /** `ANY` matches every method. */
  readonly method: string;
  /**
   * `/v1/rooms/{roomId}`, or `$default` for every request that no other route matches. `/i*` is every path that
   * begins with `/i`, as in CloudFront, which serves the pages in a deployed stage.
   */
  readonly path: string;
  readonly handler: HttpHandler;
};

export type Match = {
  readonly route: Route;
  readonly pathParameters: Record<string, string> | undefined;
};

export type Router = (method: string, path: string) => Match | undefined;

/** Finds a request's route as API Gateway does: the most specific path wins, then a method before ANY. */
export function createRouter(routes: readonly Route[]): Router {
  const fallback = routes.find(({ path }) => path === '$default');
  const bySpecificity = routes
    .filter(route => route !== fallback)
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return (method, path) => {
    const route = bySpecificity.find(
      candidate => takes(candidate, method) && matchPath(candidate.path, path),
    );
    if (!route) return fallback && { route: fallback, pathParameters: undefined };
    const pathParameters = matchPath(route.path, path) ?? {};
    return { route, pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : undefined };
  };
}

const takes = (route: Route, method: string): boolean => route.method === 'ANY' || route.method === method;

/** Sort key that puts fixed segments before parameters; the first difference decides. */
function rank({ method, path }: Route): string {
  const segments = path.split('/').map(segment => (isParameter(segment) ? '\uffff' : segment));
  return `${segments.join('\u0000')}\u0000${method === 'ANY' ? '\uffff' : method}`;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  if (pattern.endsWith('*')) return path.startsWith(pattern.slice(0, -1)) ? {} : undefined;
  const expected = pattern.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const value = actual[index] ?? '';
    if (isParameter(segment) && value !== '') parameters[segment.slice(1, -1)] = decode(value);
    else if (segment !== value) return undefined;
  }
  return parameters;
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}');
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
