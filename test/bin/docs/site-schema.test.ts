import { expect, test } from 'vitest';
import { fieldsOf, siteJsonSchema } from '../../../bin/docs/site-schema.ts';
import example from '../../../sites/example.json' with { type: 'json' };
import kafLtiExample from '../../../sites/kaf-lti-example.json' with { type: 'json' };
import kalturaExample from '../../../sites/kaltura-example.json' with { type: 'json' };

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

test('the examples show every field', () => {
  const shown = [example, kalturaExample, kafLtiExample].flatMap(each => pathsOf(each));
  expect([...new Set(shown)].sort()).toEqual([...new Set(fields.map(({ path }) => path))].sort());
});
