import { expect, test } from 'vitest';
import * as z from 'zod';
import { invalid } from '../../../functions/http/request.ts';
import { whatIsRight } from '../../../functions/http/wording.ts';

const schema = z.strictObject({ invitations: z.array(z.strictObject({ email: z.string() })) });

const errorsOf = (body: unknown) => {
  const { error } = schema.safeParse(body, { error: whatIsRight });
  return error && invalid(error).extra.errors;
};

test('each place is named, as far down as it is', () => {
  expect(errorsOf({ invitations: [{ email: 'a' }, { email: 7 }] })).toEqual([
    { path: 'invitations[1].email', message: 'must be a string' },
  ]);
});

test('a member that is not known is named, unless it may be something else than a name', () => {
  expect(errorsOf({ invitations: [{ email: 'a', emial: 'b', role: 1 }] })).toEqual([
    { path: 'invitations[0].emial', message: 'is not known' },
    { path: 'invitations[0].role', message: 'is not known' },
  ]);
  expect(errorsOf({ invitations: [], [`ey${'J'.repeat(40)}`]: 1, 'a@b.example': 1 })).toEqual([
    { path: '', message: 'has a member that is not known' },
  ]);
});

test('no more than twenty places are named', () => {
  expect(errorsOf({ invitations: Array(30).fill({}) })).toHaveLength(20);
});
