import { type ProblemCode, problems } from '../../../domain/problems.ts';
import type { Route } from '../../../functions/contract/route.ts';
import type { RouteName } from '../../../functions/contract/routes.ts';
import { CALLERS } from './callers.ts';
import type { Example } from './examples/example.ts';
import { examples } from './examples.ts';
import type { Json } from './json.ts';
import { parameters } from './parameters.ts';
import type { Schemas } from './schemas.ts';
import { tagOf } from './tags.ts';

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** One route as an OpenAPI operation. */
export function operation(name: RouteName, route: Route, schemas: Schemas): Json {
  const { summary, path, query, headers, allowed, caller, body, bodyDescribed = body } = route;
  const example = examples[name] ?? {};
  const hasParameters = headers !== undefined || query !== undefined || path.includes('{');
  return {
    operationId: name,
    tags: [tagOf(name)],
    summary,
    description: `Caller: ${allowed ?? CALLERS[caller].says}`,
    security: CALLERS[caller].security,
    ...(hasParameters && { parameters: parameters(route, schemas) }),
    ...(bodyDescribed && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: schemas.reference(bodyDescribed, 'input', name),
            example: example.request,
          },
        },
      },
    }),
    responses: { ...answers(name, route, schemas), ...refusals(route) },
  };
}

function answers(name: RouteName, route: Route, schemas: Schemas): Json {
  const { answers: byStatus, contentType = 'application/json' } = route;
  const { answers: shown = {} }: Example = examples[name] ?? {};
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, schema]) => {
      if (schema === null && contentType === 'application/json') return [status, { description: 'Done' }];
      const content = {
        schema: schema === null ? { type: 'string' } : schemas.reference(schema, 'output', name),
        example: shown[Number(status)],
      };
      return [status, { description: 'Done', content: { [contentType]: content } }];
    }),
  );
}

/** Every problem that the route may answer, by status. */
function refusals(route: Route): Json {
  const codes = new Set<ProblemCode>([
    ...route.problems,
    ...CALLERS[route.caller].problems,
    ...(route.body ? (['invalid_request', 'payload_too_large', 'unsupported_media_type'] as const) : []),
    ...(route.path.includes('{') || route.query ? (['invalid_request'] as const) : []),
    'internal_error',
    'temporarily_unavailable',
  ]);
  const byStatus = Map.groupBy([...codes].sort(), code => problems[code].status);
  const described = [...byStatus].map(([status, list]) => [
    status,
    { description: list.map(code => `\`${code}\``).join(', '), content: PROBLEM },
  ]);
  return { 429: OVERLOADED, ...Object.fromEntries(described) };
}

/** For routes without a 429 problem. */
const OVERLOADED = {
  description: 'The gateway’s rate limit. The gateway answers itself: only the status is guaranteed.',
};
