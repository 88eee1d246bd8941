import { expect, test } from 'vitest';
import { nearest } from '../../domain/nearest-name.ts';

const names = ['firstName', 'lastName', 'link', 'role'] as const;

test.each([
  ['firstname', 'firstName'],
  ['fistNam', 'firstName'],
  ['LASTNAME', 'lastName'],
  ['lnik', undefined],
  ['lnk', 'link'],
  ['lin', 'link'],
  ['url', undefined],
  ['', undefined],
  ['constructor', undefined],
])('%s was probably meant to be %s', (typed, meant) => {
  expect(nearest(typed, names)).toBe(meant);
});
