import * as z from 'zod';
import { siteFileSchema } from '../site/file.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The JSON schema of a site file, for editors. */
export const siteJsonSchema = (): JsonSchema => ({
  title: 'A site of Roompass',
  ...z.toJSONSchema(siteFileSchema, { target: 'draft-7', io: 'input' }),
});

/** A field by its path, such as `trust.issuers[].jwksUrl`. */
export type Field = {
  path: string;
  schema: JsonSchema;
  description: string | undefined;
  isRequired: boolean;
};

/** Every field of a JSON schema, each before the fields inside it. */
export function fieldsOf(root: JsonSchema): Field[] {
  const within = (schema: JsonSchema, path: string): Field[] => {
    const fields = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
      const inner = resolved(root, property as JsonSchema);
      const own = path === '' ? name : `${path}.${name}`;
      const isRequired = schema.required?.includes(name) ?? false;
      return [
        { path: own, schema: inner, description: inner.description, isRequired },
        ...within(inner, own),
      ];
    });
    const items = schema.items === undefined ? [] : within(schema.items as JsonSchema, `${path}[]`);
    return [...fields, ...items, ...(schema.oneOf ?? []).flatMap(each => within(each as JsonSchema, path))];
  };
  return within(root, '');
}

/** Resolves the reference of a field to a named schema; the field's own description wins. */
function resolved({ definitions = {} }: JsonSchema, { allOf, ...own }: JsonSchema): JsonSchema {
  const [named] = (allOf ?? []) as JsonSchema[];
  const name = named?.$ref?.split('/').at(-1);
  return name === undefined ? own : { ...(definitions as Record<string, JsonSchema>)[name], ...own };
}
