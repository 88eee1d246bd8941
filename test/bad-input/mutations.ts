import fc from 'fast-check';
import type { Schema } from './examples.ts';

/** One value in a body, with its path and its schema. */
type Place = { path: (string | number)[]; schema: Schema; value: unknown };

/** A body with one change. `text` is the JSON that the test sends. */
export type Spoilt = { what: string; path: (string | number)[]; text: string };

export function placesIn(schema: Schema, value: unknown, path: (string | number)[] = []): Place[] {
  const own = { path, schema, value };
  if (Array.isArray(value)) return [own, ...placesIn(schema.items ?? {}, value[0], [...path, 0])];
  if (typeof value !== 'object' || value === null) return [own];
  const members = Object.entries(value);
  const inner = members.map(([key, each]) => placesIn(schema.properties?.[key] ?? {}, each, [...path, key]));
  return [own, ...inner.flat()];
}

/** Replaces one value of the body; `undefined` removes the member. */
function withValue(body: unknown, [step, ...rest]: (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(body))
    return body.map((each, index) => (index === step ? withValue(each, rest, value) : each));
  const before = body as Record<string, unknown>;
  return { ...before, [step]: withValue(before[step], rest, value) };
}

const DEEP = 8_000;
const deep = (open: string, close: string) => open.repeat(DEEP) + close.repeat(DEEP);
const MARK = 'to-be-replaced';

/** Values as JSON text: some, such as very deep nesting, are not practical as JavaScript values. */
const ofOtherTypes = [
  'null',
  '7',
  'true',
  '"text"',
  '[]',
  '{}',
  '[[{}]]',
  '{"a":{"b":[]}}',
  deep('[', ']'),
  deep('{"a":', '}').replace('}', '1}'),
];

const kindOf = (json: string) =>
  json === 'null' ? 'null' : json.startsWith('[') ? 'array' : typeof JSON.parse(json);

function typesOf({ type, anyOf = [], enum: values, const: constant }: Schema): string[] {
  const types = [type ?? (values || constant !== undefined ? typeof (values?.[0] ?? constant) : undefined)];
  return [...types, ...anyOf.flatMap(typesOf)].map(each => (each === 'integer' ? 'number' : (each ?? 'any')));
}

const spoil = (body: unknown, place: Place, what: string, json: string): Spoilt => ({
  what: `${what} ${json.slice(0, 40)}`,
  path: place.path,
  text: JSON.stringify(withValue(body, place.path, MARK)).replace(`"${MARK}"`, () => json),
});

/** Bodies that are invalid for the schema of this example. */
export function surelyInvalid(schema: Schema, body: unknown): fc.Arbitrary<Spoilt> {
  const places = placesIn(schema, body);
  const objects = places.filter(({ schema: { properties } }) => properties !== undefined);
  const texts = places.filter(({ value }) => typeof value === 'string');
  const required = objects.flatMap(({ path, schema }) => (schema.required ?? []).map(key => [...path, key]));
  const strange = [
    'extra',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '',
    '\u0000',
    '\ud800',
    '\u202e',
  ];
  const wrongType = fc
    .tuple(fc.constantFrom(...places), fc.constantFrom(...ofOtherTypes))
    .filter(
      ([{ schema }, json]) => !typesOf(schema).includes('any') && !typesOf(schema).includes(kindOf(json)),
    )
    .map(([place, json]) => spoil(body, place, 'instead of the right type', json));
  const missing = required.map(path => ({
    what: 'without',
    path: path.slice(0, 1),
    text: JSON.stringify(withValue(body, path, undefined)),
  }));
  const extra = fc.tuple(fc.constantFrom(...objects), fc.constantFrom(...strange)).map(([place, name]) => {
    const members = JSON.stringify(place.value).slice(1, -1);
    const added = `${JSON.stringify(name)}:{"isAdmin":true}`;
    return spoil(body, place, `with ${added}`, `{${[members, added].filter(Boolean).join(',')}}`);
  });
  const huge = texts.map(place => {
    const length = Math.max(30_000, (place.schema.maxLength ?? 0) + 1);
    return spoil(body, place, 'huge', JSON.stringify('x'.repeat(length)));
  });
  return fc.oneof(wrongType, extra, fc.constantFrom(...missing, ...huge));
}

const ODD = [
  '\ud800',
  '\udc00\ud800',
  '\u0000',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\u200b',
  '\u2028',
  'İ',
  'ﷺ',
  '\u0344',
  '😀',
  '👩‍👩‍👧',
  '\u00ad',
  '#',
  '\n',
  '%00',
  '\u{e0001}',
  "'",
  '{{x}}',
  '../',
];

const oddText = (text: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(...ODD),
        fc.constantFrom(0, text.length >> 1, text.length),
        fc.constantFrom(1, 2, 20, 40),
      )
      .map(([odd, at, times]) => text.slice(0, at) + odd.repeat(times) + text.slice(at)),
    fc
      .tuple(fc.constantFrom(...ODD), fc.constantFrom(1, 2, 10, 40, 200))
      .map(([odd, times]) => odd.repeat(times)),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom(
      '9999-12-31T23:59:59Z',
      '0000-01-01T00:00:00Z',
      '2030-02-30T00:00:00Z',
      '__proto__',
      'x-private',
      'https://a:b@c/\ud800',
      'group:',
    ),
  );

const oddNumber = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e308, 1.5, 2 ** 53, -1, 0));

/** Bodies of the right types with odd texts and numbers; some of them are valid. */
export function odd(schema: Schema, body: unknown): fc.Arbitrary<Spoilt> {
  const places = placesIn(schema, body).filter(({ value }) => ['string', 'number'].includes(typeof value));
  return fc
    .constantFrom(...places)
    .chain(place =>
      (typeof place.value === 'string' ? oddText(place.value) : oddNumber).map(value =>
        spoil(body, place, 'odd', JSON.stringify(value)),
      ),
    );
}
