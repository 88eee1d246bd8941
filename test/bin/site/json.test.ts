import { expect, test } from 'vitest';
import { endOfJson } from '../../../bin/site/json.ts';

test.each([
  ['{"a": 1,}', '}'],
  ['{"a": 1 "b": 2}', '"b"'],
  ['{"a": [1, 2,, 3]}', ', 3'],
  ['{a: 1}', 'a:'],
  ["{'a': 1}", "'a'"],
  ['{"a": tru}', 'tru'],
  ['{"a": 01}', '1}'],
  ['{"a": "unended}', '"unended'],
  ['{"a": "\\x"}', '"\\x"'],
  ['{"a": {"b": [true, null, -1.5e3, "\\u00e9"]}} // so', '// so'],
  ['{"a":\u00a01}', '\u00a0'],
  ['{"a": 1]', ']'],
  ['', ''],
])('%s is no JSON from %s on', (text, rest) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(endOfJson(text)).toBe(text.lastIndexOf(rest));
});

test('a text that is cut off is JSON until its end', () => {
  for (const text of ['{', '{"a"', '{"a":', '{"a": [1', '{"a": 1, '])
    expect(endOfJson(text)).toBe(text.length);
});

test('JSON is JSON until its end', () => {
  for (const text of ['{}', '[]', ' {"a": [], "b": {"c": "\\" \\\\"}}\n', '3', '"\u007f"'])
    expect([JSON.parse(text), endOfJson(text)]).toEqual([JSON.parse(text), text.length]);
});
