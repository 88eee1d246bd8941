import { beforeAll, expect, inject, test } from 'vitest';
import { linkUrl, newLinkSeed } from '../../../functions/adapters/links.ts';
import { setEnvironment } from '../../../local/functions.ts';
import { findToken } from '../../../web/invitee/link-token.ts';

const ORIGIN = 'https://rooms.example.edu';

beforeAll(() =>
  setEnvironment({ origin: ORIGIN, dynamoDb: inject('dynamoDb'), ses: inject('ses'), aws: inject('aws') }),
);

/** The token of a link as issued, for a room id of this length. */
async function issueToken(roomLength = 7): Promise<string> {
  const owner = { site: 'demo', room: 'r'.repeat(roomLength), generation: 1, id: 'ab'.repeat(16) };
  const link = await linkUrl(ORIGIN, owner, await newLinkSeed());
  return link.replace(`${ORIGIN}/i#`, '');
}

/** Inserts junk into the middle of each part of a token. */
const within = (token: string, junk: string): string =>
  token.replace(/[\w-]+/g, part => `${part.slice(0, part.length / 2)}${junk}${part.slice(part.length / 2)}`);

const touched: [string, (token: string) => string][] = [
  ['as it was issued', token => `${ORIGIN}/i#${token}`],
  ['alone', token => token],
  ['with the # encoded', token => `${ORIGIN}/i%23${token}`],
  ['with the # encoded twice', token => `${ORIGIN}/i%2523${token}`],
  ['with a slash before the #', token => `${ORIGIN}/i/#${token}`],
  ['with a slash before the token', token => `${ORIGIN}/i#/${token}`],
  ['with an upper-case path', token => `${ORIGIN.toUpperCase()}/I#${token}`],
  ...['.', ')', '>', ',', ';', '"', '”', '»', ']', '*', '_', '。', '…'].map(
    (end): [string, (token: string) => string] => [
      `followed by ${end}`,
      token => `${ORIGIN}/i#${token}${end}`,
    ],
  ),
  ['followed by a word', token => `${ORIGIN}/i#${token} Regards`],
  ['with parameters', token => `${ORIGIN}/i?utm_source=mail#${token}?utm_medium=mail&amp;utm_campaign=x`],
  ['with parameters behind an &', token => `${ORIGIN}/i%23${token}&fbclid=IwAR0`],
  [
    'with every character encoded',
    token => [...`${ORIGIN}/i#${token}`].map(letter => `%${letter.charCodeAt(0).toString(16)}`).join(''),
  ],
  [
    'within a link of a scanner',
    token =>
      `https://eu.safelinks.example/?url=${encodeURIComponent(`${ORIGIN}/i#${token}`)}&data=05%7C01&reserved=0`,
  ],
  [
    'within a mail',
    token =>
      `Hockey Juniors: come in!\n<${ORIGIN}/i#${token}>\n${ORIGIN}/v1/unsubscribe?token=eyJhbGciOiJkaXIi.a.b`,
  ],
  ...(
    [
      ['spaces', ' '],
      ['encoded spaces', '%20'],
      ['a line break', '\r\n'],
      ['an encoded line break', '%0D%0A'],
      ['a soft line break', '=\n'],
      ['an encoded soft line break', '=%0A'],
      ['a quoted line break', '\n> '],
      ['zero-width spaces', '\u200b'],
      ['encoded zero-width spaces', '%E2%80%8B'],
      ['word joiners and direction marks', '\u2060\u200f'],
      ['soft hyphens', '\u00ad'],
      ['byte order marks', '\ufeff'],
      ['no-break spaces', '\u00a0'],
      ['bytes that are no UTF-8', '%A0'],
      ['backslashes', '\\'],
      ['chances to break a line', '<wbr>'],
      ['character references', '&#8203;'],
    ] as const
  ).map(([what, junk]): [string, (token: string) => string] => [
    `with ${what} in it`,
    token => `${ORIGIN}/i#${within(token, junk)}`,
  ]),
  [
    'in full-width letters',
    token => token.replace(/[!-~]/g, each => String.fromCharCode(each.charCodeAt(0) + 0xfee0)),
  ],
  ['with hyphens that do not break', token => token.replaceAll('-', '\u2011')],
];

test.each(touched)('the token is found in a link %s', async (_, touch) => {
  for (const length of [1, 32, 128]) {
    const token = await issueToken(length);
    expect(findToken(touch(token))).toBe(token);
  }
});

test('the first text that has a token counts', async () => {
  const [old, fresh] = [await issueToken(), await issueToken()];
  expect(findToken('', `/i%23${old}`)).toBe(old);
  expect(findToken(`#${fresh}`, `/i%23${old}`)).toBe(fresh);
});

test.each([
  '',
  '#',
  '/i',
  'https://rooms.example.edu/i#garbled',
  'ada@example.edu',
  '%',
  '%E0%A4%A',
  'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl',
])('there is no token in "%s"', text => {
  expect(findToken(text)).toBeUndefined();
});

test('there is no token in a link whose end is missing', async () => {
  expect(findToken(`${ORIGIN}/i#${(await issueToken()).slice(0, -1)}`)).toBeUndefined();
});
