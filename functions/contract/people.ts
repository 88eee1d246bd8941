import * as z from 'zod';
import { directoryPersonSchema } from '../../domain/person.ts';
import { RARER_TOO, textSchema } from '../../domain/text.ts';
import { MANAGER, READING_ENTRY, ROOM } from './common.ts';
import type { Route } from './route.ts';

/** How the OpenAPI document describes `q`: the rule of `fewestToFind` as a pattern. */
const BEGINNING =
  '^(?:[\\p{L}\\p{Nd}]{3}|[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}])';

const peopleQuerySchema = z.strictObject({
  q: textSchema(254).min(1).meta({ pattern: BEGINNING, $comment: RARER_TOO }),
});

/** The handler checks the rows one by one, so that a bad row does not affect others: see {@link peopleRowsSchema}. */
const peopleBodySchema = z.strictObject({ people: z.array(z.unknown()).min(1).max(100) });

const peopleRowsSchema = z.strictObject({ people: z.array(directoryPersonSchema).min(1).max(100) });

const foundSchema = z.strictObject({ items: z.array(directoryPersonSchema) });

const typeaheadSchema = foundSchema.extend({
  partial: z
    .literal(true)
    .optional()
    .describe('Kaltura did not answer, so only the site’s own directory was searched.'),
});

const savedSchema = foundSchema.extend({
  problems: z.array(
    z.strictObject({
      index: z.int().describe('Index of the row in the request, from 0.'),
      errors: z.array(z.strictObject({ path: z.string(), message: z.string() })),
    }),
  ),
});

/** Routes of the site’s own directory. */
export const people = {
  findPeople: {
    method: 'GET',
    path: `${ROOM}/people`,
    caller: 'person',
    summary:
      'Find people of the site whose e-mail, first or last name begins with `q`: at least 3 characters, or 1 of Chinese, Japanese or Korean',
    allowed: MANAGER,
    query: peopleQuerySchema,
    answers: { 200: typeaheadSchema },
    problems: ['room_not_found', 'forbidden'],
    needs: ['GetItem ROOM', 'Query PEOPLE', ...READING_ENTRY],
  },
  putPeople: {
    method: 'PUT',
    path: '/v1/people',
    caller: 'backend',
    summary: 'Add or replace people in the site’s directory; an invalid row does not affect the others',
    body: peopleBodySchema,
    bodyDescribed: peopleRowsSchema,
    answers: { 200: savedSchema },
    problems: [],
    needs: ['BatchGetItem PERSON', 'PutItem PERSON', 'PutItem PEOPLE', 'DeleteItem PEOPLE'],
  },
  deletePerson: {
    method: 'DELETE',
    path: '/v1/people/{id}',
    caller: 'backend',
    summary: 'Delete a person from the site’s directory',
    answers: { 204: null },
    problems: [],
    needs: ['BatchGetItem PERSON', 'DeleteItem PERSON', 'DeleteItem PEOPLE'],
  },
} as const satisfies Record<string, Route>;
