import { problemSchema } from '../../../functions/contract/common.ts';
import type { Route } from '../../../functions/contract/route.ts';
import { type RouteName, routes } from '../../../functions/contract/routes.ts';
import { securitySchemes } from './callers.ts';
import { type Json, sorted } from './json.ts';
import { operation } from './operation.ts';
import { Schemas } from './schemas.ts';
import { tags } from './tags.ts';

/**
 * The OpenAPI 3.1 document, generated from the list of routes and the schemas that the server validates with.
 * @param version of the product
 */
export function openapi(version: string): Json {
  const schemas = new Schemas();
  schemas.reference(problemSchema, 'output', 'Problem');
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    // The gateway's default route has no path.
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
      contact: { name: 'The operators of this installation' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags,
    paths,
    components: { securitySchemes, schemas: sorted(schemas.named) },
  };
}
