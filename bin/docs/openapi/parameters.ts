import * as z from 'zod';
import { idSchema, localeSchema } from '../../../domain/identifier.ts';
import { problemCodes } from '../../../domain/problems.ts';
import { templateNameSchema } from '../../../domain/template.ts';
import type { RequestHeader, Route } from '../../../functions/contract/route.ts';
import { KEY } from '../../../functions/http/idempotency-key.ts';
import { describe } from './descriptions.ts';
import { parameterExamples } from './examples/parameters.ts';
import type { Json } from './json.ts';
import type { Schemas } from './schemas.ts';

const IN_PATH: Record<string, z.ZodType> = {
  roomId: idSchema,
  id: idSchema,
  name: templateNameSchema,
  locale: localeSchema,
  code: z.enum(problemCodes),
};

const IN_HEADERS: Record<RequestHeader, z.ZodType> = {
  'Idempotency-Key': z.string().regex(KEY),
  'If-Match': z.string(),
};

/** The parameters of a route in path, query and headers. */
export function parameters({ path, query, headers = {} }: Route, schemas: Schemas): Json[] {
  const parameter = (place: 'path' | 'query' | 'header', name: string, isRequired: boolean) => ({
    name,
    in: place,
    required: isRequired,
    description: describe([place, name]),
    ...(name in parameterExamples && { example: parameterExamples[name] }),
  });
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    ...parameter('path', name, true),
    schema: schemas.reference(IN_PATH[name] ?? z.never(), 'input', 'path'),
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...parameter('query', name, !z.safeParse(schema, undefined).success),
    schema: schemas.reference(schema as z.ZodType, 'input', 'query'),
  }));
  const inHeaders = Object.entries(headers).map(([name, presence]) => ({
    ...parameter('header', name, presence === 'required'),
    schema: schemas.reference(IN_HEADERS[name as RequestHeader], 'input', 'header'),
  }));
  return [...inPath, ...inQuery, ...inHeaders];
}
