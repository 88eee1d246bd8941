import * as z from 'zod';
import { RARER_TOO } from '../../../domain/text.ts';
import { describe } from './descriptions.ts';
import type { Json } from './json.ts';
import { portable } from './patterns.ts';

type Direction = 'input' | 'output';

const REFERENCE = /"#\/\$defs\/(\w+)"/g;

/** The schemas of the document, generated from those that the server validates with. */
export class Schemas {
  /** The named schemas, by name. */
  readonly named: Json = {};

  /**
   * The document's form of a schema: a named schema is stored in {@link named} and referenced.
   * @param place where its members are described: the name of the schema, or of the operation that it is part of
   */
  reference(schema: z.ZodType, direction: Direction, place: string): Json {
    const { definitions, id, inline } = jsonSchema(schema, direction);
    const names = namesOf(definitions, schema, direction);
    for (const [each, definition] of Object.entries(definitions)) {
      const name = names.get(each) ?? each;
      this.named[name] = described(renamed(definition as Json, names), [each]);
    }
    if (id !== undefined) return { $ref: `#/components/schemas/${names.get(id)}` };
    return described(renamed(inline, names), [place]);
  }
}

type Written = { definitions: Json; id: string | undefined; inline: Json };

/** The JSON schema, and the named schemas inside it. */
function jsonSchema(schema: z.ZodType, direction: Direction): Written {
  const {
    $schema: _,
    $defs,
    id,
    ...inline
  } = z.toJSONSchema(schema, {
    io: direction,
    override: ({ jsonSchema: written }) => rewritePattern(written, direction),
  }) as Json & { $defs?: Json; id?: string };
  return { definitions: { ...$defs, ...(id !== undefined && { [id]: inline }) }, id, inline };
}

/** Drops the pattern of an answer if it is narrower than the check: answers may hold values that it excludes. */
function rewritePattern(written: z.core.JSONSchema.BaseSchema, direction: Direction): void {
  const { pattern, $comment } = written;
  if (pattern === undefined) return;
  written.pattern = portable(pattern);
  if (direction === 'input' || (written.pattern === pattern && $comment !== RARER_TOO)) return;
  delete written.pattern;
  delete written.$comment;
}

/** A schema may differ between input and output, as members with a default do. Then its input gets a second name. */
function namesOf(definitions: Json, schema: z.ZodType, direction: Direction): Map<string, string> {
  const answered = jsonSchema(schema, 'output').definitions;
  const isAlike = (name: string): boolean => {
    const text = JSON.stringify(definitions[name]);
    const parts = [...text.matchAll(REFERENCE)].map(([, part = '']) => part);
    return text === JSON.stringify(answered[name]) && parts.every(isAlike);
  };
  const nameOf = (name: string) =>
    direction === 'output' || name.endsWith('Request') || isAlike(name) ? name : `${name}Request`;
  return new Map(Object.keys(definitions).map(name => [name, nameOf(name)]));
}

/** Rewrites references to where the document stores the schemas. */
const renamed = (schema: Json, names: Map<string, string>): Json =>
  JSON.parse(
    JSON.stringify(schema).replaceAll(REFERENCE, (_, name) => `"#/components/schemas/${names.get(name)}"`),
  );

/** Adds a description to each member that has none yet. */
function described(schema: Json, place: string[]): Json {
  const { properties, items, anyOf, allOf } = schema as Record<string, Json | undefined>;
  const each = (list: unknown) => (list as Json[]).map(one => described(one, place));
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => {
          const inner = [...place, name];
          const { description = describe(inner), ...rest } = described(property as Json, inner);
          return [name, { description, ...rest }];
        }),
      ),
    }),
    ...(items && { items: described(items, place) }),
    ...(anyOf && { anyOf: each(anyOf) }),
    ...(allOf && { allOf: each(allOf) }),
  };
}
