import { expect, test } from 'vitest';
import { etagOfTemplate, requireMatch } from '../../../functions/http/etag.ts';
import { codeThrownBy } from '../../domain/fixtures.ts';

const content = { subject: 'a', html: 'b', text: 'c' };
const etag = etagOfTemplate(content);

test('a tag stands for a content, whatever the order of its parts, and for no other', () => {
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  expect(etagOfTemplate({ text: 'c', html: 'b', subject: 'a' })).toBe(etag);
  for (const other of [
    { ...content, text: 'd' },
    { ...content, subject: 'ab', html: '' },
  ])
    expect(etagOfTemplate(other)).not.toBe(etag);
});

test.each([etag, `"x", ${etag}`, `${etag},"x"`, '*', ' * '])('%s names what is there', ifMatch => {
  expect(codeThrownBy(() => requireMatch(ifMatch, etag))).toBeUndefined();
});

test.each(['', '"x"', `W/${etag}`, etag.slice(1, -1), '"*"', `${etag}x`, '*, "x"'])(
  '%s does not',
  ifMatch => {
    expect(codeThrownBy(() => requireMatch(ifMatch, etag))).toBe('precondition_failed');
  },
);

test('nothing names what is not there', () => {
  for (const ifMatch of [etag, '*'])
    expect(codeThrownBy(() => requireMatch(ifMatch, undefined))).toBe('precondition_failed');
});
