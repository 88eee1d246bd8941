import * as z from 'zod';
import { directoryPersonSchema } from '../../domain/person.ts';
import { MANAGER, ROOM } from './common.ts';
import type { Route } from './route.ts';

const peopleQuerySchema = z.strictObject({ q: z.string().max(254) });

const peopleBodySchema = z.strictObject({ people: z.array(directoryPersonSchema).min(1).max(100) });

const peopleSchema = z.strictObject({ items: z.array(directoryPersonSchema) });

/** The site’s own directory. */
export const people = {
  findPeople: {
    method: 'GET',
    path: `${ROOM}/people`,
    caller: 'person',
    summary: 'People of the site whose e-mail, first or last name begins with `q` (3 or more characters)',
    allowed: MANAGER,
    query: peopleQuerySchema,
    answers: { 200: peopleSchema },
    problems: ['room_not_found', 'forbidden'],
    needs: ['GetItem', 'Query'],
  },
  putPeople: {
    method: 'PUT',
    path: '/v1/people',
    caller: 'backend',
    summary: 'Add people to the site’s own directory, or replace them',
    body: peopleBodySchema,
    answers: { 200: peopleSchema },
    problems: [],
    needs: ['BatchGetItem', 'PutItem', 'DeleteItem'],
  },
  deletePerson: {
    method: 'DELETE',
    path: '/v1/people/{id}',
    caller: 'backend',
    summary: 'Take a person out of the site’s own directory',
    answers: { 204: null },
    problems: [],
    needs: ['BatchGetItem', 'DeleteItem'],
  },
} as const satisfies Record<string, Route>;
