import * as z from 'zod';
import { type ProblemCode, problems } from '../../domain/problems.ts';
import { problemSchema } from '../../functions/contract/common.ts';
import type { Caller, RequestHeader, Route } from '../../functions/contract/route.ts';
import { type RouteName, routes } from '../../functions/contract.ts';

/** The OpenAPI 3.1 document, made from the one list of routes. */

type Json = Record<string, unknown>;

const CALLERS: Record<Caller, { security: Json[]; says: string; problems: ProblemCode[] }> = {
  person: {
    security: [{ login: [] }],
    says: 'Any person signed in to the site.',
    problems: ['unauthenticated'],
  },
  backend: {
    security: [{ login: [] }],
    says: 'The site’s backend: scope `rooms:write`.',
    problems: ['unauthenticated', 'forbidden'],
  },
  administrator: {
    security: [{ login: [] }],
    says: 'A site administrator: scope `site:admin`.',
    problems: ['unauthenticated', 'forbidden'],
  },
  invitee: {
    security: [{ deviceProof: [] }, { deviceProof: [], login: [] }],
    says: 'Whoever has a link, with a proof of the device’s key; a login of the link’s site may come along.',
    problems: ['invalid_device_proof'],
  },
  admitted: {
    security: [{ ticket: [], deviceProof: [] }],
    says: 'An admitted invitee: `Authorization: DPoP <ticket>` and a proof with `ath`.',
    problems: ['unauthenticated', 'ticket_expired', 'invalid_device_proof'],
  },
  anyone: { security: [], says: 'Anyone.', problems: [] },
};

const HEADERS: Record<RequestHeader, Json> = {
  'Idempotency-Key': {
    description:
      'Up to 255 characters, kept 24 hours, seen within site, caller and path: the same key and body give the same answer. On a batch it covers each row.',
  },
  'If-Match': { description: 'The current `ETag`, with its quotes.' },
};

const securitySchemes = {
  login: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Of an issuer that the site trusts.',
  },
  deviceProof: { type: 'apiKey', in: 'header', name: 'DPoP', description: 'A DPoP proof (RFC 9449).' },
  ticket: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`DPoP <ticket>`' },
};

/** @param version of the product */
export function openapi(version: string): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  reference(problemSchema, 'output', schemas);
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    // The gateway's default route is not a path of its own.
    if (route.method === 'ANY') continue;
    const path = paths[route.path] ?? {};
    paths[route.path] = { ...path, [route.method.toLowerCase()]: operation(name, route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Roompass',
      version,
      description: 'Issues, redeems, promotes and revokes invitations to live rooms.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { securitySchemes, schemas: sorted(schemas) },
  };
}

function operation(name: RouteName, route: Route, schemas: Json): Json {
  const caller = CALLERS[route.caller];
  return {
    operationId: name,
    summary: route.summary,
    description: `Caller: ${route.allowed ?? caller.says}`,
    security: caller.security,
    ...(route.headers || route.query || route.path.includes('{')
      ? { parameters: parameters(route, schemas) }
      : {}),
    ...(route.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: reference(route.bodyDescribed ?? route.body, 'input', schemas) },
        },
      },
    }),
    responses: { ...answers(route, schemas), ...refusals(route) },
  };
}

function parameters({ path, query, headers = {} }: Route, schemas: Json): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const { properties = {}, required = [] } = (
    query ? reference(query, 'input', schemas) : {}
  ) as z.core.JSONSchema.ObjectSchema;
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  const inHeader = Object.entries(headers).map(([name, presence]) => ({
    name,
    in: 'header',
    required: presence === 'required',
    schema: { type: 'string' },
    ...HEADERS[name as RequestHeader],
  }));
  return [...inPath, ...inQuery, ...inHeader];
}

function answers({ answers: byStatus, contentType = 'application/json' }: Route, schemas: Json): Json {
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, schema]) => {
      if (schema === null && contentType === 'application/json') return [status, { description: 'Done' }];
      const content = schema === null ? { type: 'string' } : reference(schema, 'output', schemas);
      return [status, { description: 'Done', content: { [contentType]: { schema: content } } }];
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
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      status,
      {
        description: list.map(code => `\`${code}\``).join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

/** A schema that has a name goes to the components and is referred to; its parts likewise. */
function reference(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const { $schema: _, $defs = {}, ...inline } = z.toJSONSchema(schema, { io });
  const own = relocated(inline);
  for (const [id, definition] of Object.entries($defs)) schemas[id] = relocated(definition as Json);
  if (typeof own.id !== 'string') return own;
  const { id, ...definition } = own;
  schemas[id] = definition;
  return { $ref: `#/components/schemas/${id}` };
}

const relocated = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));

const sorted = (object: Json): Json =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
