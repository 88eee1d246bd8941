/** The part of JSON Schema that the routes' bodies use. */
export type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  format?: string;
  maximum?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
};

/** Replaces every `$ref` in the schema by its definition. */
export function inlined(schema: unknown, definitions?: Record<string, unknown>): unknown {
  if (Array.isArray(schema)) return schema.map(each => inlined(each, definitions));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $defs, $ref, ...rest } = schema as Record<string, unknown>;
  const known = definitions ?? ($defs as Record<string, unknown> | undefined) ?? {};
  if (typeof $ref === 'string') return inlined(known[$ref.split('/').at(-1) ?? ''], known);
  return Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, inlined(each, known)]));
}

const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const inADay = new Date(Date.now() + 86_400_000).toISOString();

/** Example values by member name, for members whose schema alone does not determine a valid value. */
const byName: Record<string, unknown> = {
  email: 'ada@example.edu',
  locale: 'en',
  defaultLocale: 'en',
  timeZone: 'Europe/Paris',
  endsAt: inADay,
  expiresAt: inADay,
  color: '#006efa',
  allowed: 'example.edu',
  blocked: 'blocked.test',
  html: '{{link}}',
  text: '{{link}}',
  inviteEmailTemplate: 'invitation',
};

/** A valid body with every member of the schema; `given` adds values that only the test knows. */
export function exampleOf(schema: Schema, given: Record<string, unknown> = {}, name = ''): unknown {
  const [choice] = schema.anyOf ?? [];
  if (choice !== undefined) return exampleOf(choice, given, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, each]) => [key, exampleOf(each, given, key)]),
      );
    case 'array':
      return [exampleOf(schema.items ?? {}, given, name)];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.maximum ?? 1;
    default:
      return textOf(schema, given, name);
  }
}

function textOf({ format }: Schema, given: Record<string, unknown>, name: string): unknown {
  if (name in given) return given[name];
  if (name in byName) return byName[name];
  if (format === 'date-time') return inAnHour;
  return format === 'uri' ? 'https://media.example.edu/a' : 'owner';
}
