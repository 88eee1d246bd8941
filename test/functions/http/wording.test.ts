import { expect, test } from 'vitest';
import * as z from 'zod';
import { whatIsRight } from '../../../functions/http/wording.ts';

const schema = z.strictObject({
  name: z.string().max(3).min(1),
  size: z.int().min(1).max(9),
  open: z.boolean(),
  role: z.enum(['viewer', 'speaker']),
  rows: z.array(z.unknown()).min(1),
  own: z.string().regex(/^a/, 'must begin with a'),
});
const right = {
  name: 'a',
  size: 1,
  open: true,
  role: 'viewer',
  rows: [0],
  own: 'a',
};

const messageOf = (change: object) => {
  const { error } = schema.safeParse({ ...right, ...change }, { error: whatIsRight });
  return error?.issues.map(({ message }) => message).join();
};

test.each([
  [{ name: undefined }, 'must be given'],
  [{ name: 7 }, 'must be a string'],
  [{ name: '' }, 'must not be empty'],
  [{ name: 'abcd' }, 'must have at most 3 characters'],
  [{ size: 0 }, 'must be at least 1'],
  [{ size: 10 }, 'must be at most 9'],
  [{ size: 1.5 }, 'must be a whole number'],
  [{ size: Number.NaN }, 'must be a number'],
  [{ open: 'yes' }, 'must be true or false'],
  [{ role: 'owner' }, 'must be "viewer" or "speaker"'],
  [{ role: undefined }, 'must be given'],
  [{ rows: [] }, 'must not be empty'],
  [{ rows: {} }, 'must be a list'],
  [{ own: 'b' }, 'must begin with a'],
  [{ secret: 'x' }, 'has an unknown member'],
])('the message for %j is: %s', (change, message) => {
  expect(messageOf(change)).toBe(message);
});
