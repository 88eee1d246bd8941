import { expect, test } from 'vitest';
import { fieldsOf, siteJsonSchema } from '../../../bin/docs/site-schema.ts';
import example from '../../../sites/example.json' with { type: 'json' };

const fields = fieldsOf(siteJsonSchema());

/** The paths of all members of a value, with `[]` for list items. */
function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap(each => pathsOf(each, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = path === '' ? name : `${path}.${name}`;
    return [own, ...pathsOf(inner, own)];
  });
}

test('every field of a site file is described', () => {
  const without = fields.filter(({ description }) => description === undefined);
  expect(without.map(({ path }) => path)).toEqual([]);
});

test('the example shows every field', () => {
  expect(pathsOf(example).sort()).toEqual(fields.map(({ path }) => path).sort());
});
