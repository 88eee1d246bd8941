import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { openapi } from '../../../bin/docs/openapi/document.ts';
import { parameterExamples } from '../../../bin/docs/openapi/examples/parameters.ts';
import { examples } from '../../../bin/docs/openapi/examples.ts';
import { Schemas } from '../../../bin/docs/openapi/schemas.ts';
import { idSchema, localeSchema } from '../../../domain/identifier.ts';
import { firstNameSchema, lastNameSchema } from '../../../domain/person.ts';
import { roomDetailsSchema } from '../../../domain/room.ts';
import { settingsSchema } from '../../../domain/site.ts';
import { templateNameSchema } from '../../../domain/template.ts';
import { httpsUrlSchema, lineSchema, paragraphSchema } from '../../../domain/text.ts';
import { givenInstantSchema } from '../../../domain/time.ts';
import type { Route } from '../../../functions/contract/route.ts';
import { type RouteName, routes } from '../../../functions/contract/routes.ts';

type Json = Record<string, unknown>;

// biome-ignore lint/suspicious/noExplicitAny: the test reads arbitrary parts of the document
const description = openapi('0.0.0') as any;
const described = (Object.entries(routes) as [RouteName, Route][]).filter(([name]) => name !== 'fallback');
const operationOf = ({ path, method }: Route) => description.paths[path][method.toLowerCase()];

describe.each(described)('%s', (name, route) => {
  const { body, bodyDescribed = body, answers, contentType } = route;
  const example = examples[name];

  test('has a tag of the list, a summary and a description', () => {
    const { tags, summary, description: words } = operationOf(route);
    const known = description.tags.map((tag: { name: string }) => tag.name);
    expect(tags).toEqual([expect.toBeOneOf(known)]);
    expect(summary).toMatch(/\S/);
    expect(words).toMatch(/\S/);
  });

  test('shows a request and answers that the server’s own schemas accept', () => {
    const operation = operationOf(route);
    if (bodyDescribed !== undefined) {
      expect(bodyDescribed.safeParse(example?.request).error).toBeUndefined();
      expect(operation.requestBody.content['application/json'].example).toEqual(example?.request);
    }
    for (const [status, schema] of Object.entries(answers)) {
      const answer = example?.answers?.[Number(status)];
      if (schema !== null) expect(schema.safeParse(answer).error, status).toBeUndefined();
      else if (contentType !== undefined) expect(answer, status).toBeTypeOf('string');
      else continue;
      const [content] = Object.values(operation.responses[status].content) as Json[];
      expect(content?.example).toEqual(answer);
    }
  });

  test('shows a valid value for each parameter', () => {
    for (const { name: parameter, in: place } of operationOf(route).parameters ?? []) {
      if (parameter === 'cursor') continue;
      expect(parameterExamples).toHaveProperty([parameter]);
      if (place !== 'query') continue;
      expect(route.query?.shape[parameter].safeParse(parameterExamples[parameter]).success).toBe(true);
    }
  });
});

/** Every member of every schema in a part of the document, with its path. */
function membersIn(value: unknown, place = ''): [string, Json][] {
  if (typeof value !== 'object' || value === null) return [];
  const {
    properties,
    example: _,
    ...rest
  } = value as { properties?: Record<string, Json>; example?: unknown };
  return [
    ...Object.entries(properties ?? {}).flatMap(([name, member]): [string, Json][] => [
      [`${place}.${name}`, member],
      ...membersIn(member, `${place}.${name}`),
    ]),
    ...Object.entries(rest).flatMap(([key, inner]) => membersIn(inner, `${place}/${key}`)),
  ];
}

test('every member and every parameter is described', () => {
  const members = membersIn(description);
  expect(members.length).toBeGreaterThan(150);
  expect(members.filter(([, { description: words }]) => !words).map(([place]) => place)).toEqual([]);
  const parameters = described.flatMap(([, route]) => operationOf(route).parameters ?? []);
  expect(parameters.filter(({ description: words }) => !words)).toEqual([]);
});

/** The JSON schema that the document contains for an input text. */
function written(schema: z.ZodType): Json {
  const schemas = new Schemas();
  const { $ref, ...json } = schemas.reference(schema, 'input', 'a test');
  return $ref === undefined ? json : (schemas.named[String($ref).split('/').at(-1) ?? ''] as Json);
}

/** Whether a text is within the limits of a JSON schema (pattern, length, enum). It does not check formats. */
function takes(schema: Json, text: string): boolean {
  const {
    pattern,
    minLength = 0,
    maxLength = Number.POSITIVE_INFINITY,
    enum: values,
  } = schema as {
    pattern?: string;
    minLength?: number;
    maxLength?: number;
    enum?: string[];
  };
  const length = [...text].length;
  return (
    length >= minLength &&
    length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, 'u').test(text)) &&
    (values === undefined || values.includes(text))
  );
}

/** Schemas of texts, each with valid texts. */
const { shape } = settingsSchema;
const texts: [string, z.ZodType, string[]][] = [
  ['first name', firstNameSchema, ['Ada', 'O’Neil', 'Ju\u0308rgen Müller', '李', 'J.R.R.', 'x'.repeat(60)]],
  ['last name', lastNameSchema, ['', '’t Hart', 'Col·lell', 'x'.repeat(60)]],
  ['id', idSchema, ['a', '...', 'Ada@Example.edu', 'group:staff', 'x'.repeat(128)]],
  ['manager', roomDetailsSchema.shape.ownerId, ['ada', 'group:staff', `group:${'x'.repeat(128)}`, '..a']],
  ['locale', localeSchema, ['en', 'pt-BR', 'zh-Hant-TW', 'ca-ES-valencia', 'es-419']],
  ['line', lineSchema(5), ['a', 'a b', '😀😀😀😀😀', '<b>']],
  ['paragraph', paragraphSchema(5), ['', 'a\nb', '\t', '😀😀😀😀😀']],
  [
    'URL',
    httpsUrlSchema(40),
    ['https://example.edu', 'https://example.edu:8443/a?b#c', 'https://localhost/'],
  ],
  ['template', templateNameSchema, ['invitation', 'a-1', 'x'.repeat(20)]],
  ['colour', shape.theming.shape.color, ['#006efa', '#ABCDEF']],
  ['domain', shape.emailDomains.shape.allowed.element, ['example.edu', 'a-b.c1.example']],
  ['time', givenInstantSchema, ['2026-03-02T10:00:00Z', '2000-01-01T00:00:00.123Z', '2099-12-31T23:59:59Z']],
];

/** Random changes to a valid text. The result may still be valid. */
const spoilt = (rights: string[]) =>
  fc
    .tuple(
      fc.constantFrom(...rights),
      fc.oneof(
        fc.constantFrom(
          '',
          ' ',
          '.',
          '..',
          '\n',
          '\u0000',
          '\u0085',
          '😀',
          'a',
          '9',
          ':',
          'group:',
          '/',
          '@',
          '-',
          'x'.repeat(40),
        ),
        fc.string({ unit: 'grapheme', maxLength: 5 }),
      ),
      fc.nat(45),
    )
    .map(([right, odd, at]) => right.slice(0, at) + odd + right.slice(at))
    .filter(text => text.isWellFormed());

describe.each(texts)('a text that is described as %s', (_, schema, rights) => {
  const json = written(schema);

  test('is accepted by the server, and every text that the server accepts unchanged matches the description', () => {
    for (const text of rights) {
      expect(takes(json, text), text).toBe(true);
      expect(schema.safeParse(text).success, text).toBe(true);
    }
  });

  test('is never refused by the server', () => {
    fc.assert(
      fc.property(spoilt(rights), text => {
        if (takes(json, text)) expect(schema.safeParse(text).success, JSON.stringify(text)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['a first name', firstNameSchema, ['x'.repeat(61), '', ' ', 'a,b', '<b>', '-a', '9.']],
  ['a title', lineSchema(200), ['', ' ', 'x'.repeat(201), 'a\nb']],
  ['an id', idSchema, ['', '.', '..', 'a b', 'x'.repeat(129)]],
  [
    'a URL',
    httpsUrlSchema(40),
    ['http://example.edu', 'example.edu', 'https://a b', `https://${'a'.repeat(40)}`],
  ],
] as [string, z.ZodType, string[]][])(
  'a text that the server refuses as %s does not match the description',
  (_, schema, wrongs) => {
    const json = written(schema);
    for (const text of wrongs) {
      expect(schema.safeParse(text).success, text).toBe(false);
      expect(takes(json, text), text).toBe(false);
    }
  },
);
