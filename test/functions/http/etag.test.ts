import { expect, test } from 'vitest';
import { etagOf, etagOfTemplate, requireMatch, versionOf } from '../../../functions/http/etag.ts';
import { codeThrownBy } from '../../domain/fixtures.ts';

const content = { subject: 'a', html: 'b', text: 'c' };
const etag = etagOfTemplate(content);

test('an ETag identifies one content, in any order of its members', () => {
  expect(etag).toMatch(/^"[\w-]{43}"$/);
  expect(etagOfTemplate({ text: 'c', html: 'b', subject: 'a' })).toBe(etag);
  for (const other of [
    { ...content, text: 'd' },
    { ...content, subject: 'ab', html: '' },
  ])
    expect(etagOfTemplate(other)).not.toBe(etag);
});

test.each([etag, `"x", ${etag}`, `${etag},"x"`, '*', ' * '])('%s matches the current content', ifMatch => {
  expect(codeThrownBy(() => requireMatch(ifMatch, etag))).toBeUndefined();
});

test.each(['', '"x"', `W/${etag}`, etag.slice(1, -1), '"*"', `${etag}x`, '*, "x"'])(
  '%s does not match it',
  ifMatch => {
    expect(codeThrownBy(() => requireMatch(ifMatch, etag))).toBe('precondition_failed');
  },
);

test('nothing matches content that does not exist', () => {
  for (const ifMatch of [etag, '*'])
    expect(codeThrownBy(() => requireMatch(ifMatch, undefined))).toBe('precondition_failed');
});

test('a version is read from its ETag; a missing ETag is required, and any other form is outdated', () => {
  expect(versionOf(etagOf(12))).toBe(12);
  expect(codeThrownBy(() => versionOf(undefined))).toBe('precondition_required');
  for (const ifMatch of ['', '*', '12', 'W/"12"', '"x"'])
    expect(codeThrownBy(() => versionOf(ifMatch))).toBe('precondition_failed');
});
