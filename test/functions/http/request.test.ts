import { expect, test } from 'vitest';
import * as z from 'zod';
import { invalid } from '../../../functions/http/request.ts';
import { whatIsRight } from '../../../functions/http/wording.ts';

const schema = z.strictObject({ invitations: z.array(z.strictObject({ email: z.string() })) });

const errorsOf = (body: unknown) => {
  const { error } = schema.safeParse(body, { error: whatIsRight });
  return error && invalid(error).extra.errors;
};

test('each error has the full path of its member', () => {
  expect(errorsOf({ invitations: [{ email: 'a' }, { email: 7 }] })).toEqual([
    { path: 'invitations[1].email', message: 'must be a string' },
  ]);
});

test('an unknown member is named in the error, unless its name looks like data', () => {
  expect(errorsOf({ invitations: [{ email: 'a', emial: 'b', role: 1 }] })).toEqual([
    { path: 'invitations[0].emial', message: 'is not known' },
    { path: 'invitations[0].role', message: 'is not known' },
  ]);
  expect(errorsOf({ invitations: [], [`ey${'J'.repeat(40)}`]: 1, 'a@b.example': 1 })).toEqual([
    { path: '', message: 'has an unknown member' },
  ]);
});

test('at most twenty errors are listed', () => {
  expect(errorsOf({ invitations: Array(30).fill({}) })).toHaveLength(20);
});
