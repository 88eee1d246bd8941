import { expect, test } from 'vitest';
import { open, partnerIn, seal, sealQuery } from '../../../../functions/adapters/kaltura/ks.ts';

/** The vectors are of an independent generator; see docs/kaltura.md#sessions. */

const SECRET = '0123456789abcdef0123456789abcdef';
const OTHER_SECRET = 'fedcba9876543210fedcba9876543210';
const bytes = (first: number) => Buffer.from(Array.from({ length: 16 }, (_, index) => first + index));

const vectors = [
  {
    partnerId: 1234567,
    secret: SECRET,
    random: bytes(0),
    query:
      'eventId=3371011&role=viewerRole&userContextualRole=3&firstName=Max&lastName=O%27Neil%20Test&_e=1900000000&_t=0&_u=max%40organization.com',
    ks: 'djJ8MTIzNDU2N3y7anxe47DSrPsAPK2CMSUCNeBhslOGFbOSOBSy_TsbyqjYzanlmzPaYymtz4FTni0YbV0S1D7MrxtC68EiMBTZDPq1tF836OdGPIndp6L7t2CUSVoWRW5ckVSojk7IgQEyU8UldtcoNoh5-EouoZvArSQFrJRZQkSRld3sgtHzEX8qRV0ZzF0guQR8I333MSR7Hnp6JaaX4X3J5AoFcQPX5TdC_8Mmu69h7r3TYM_ipw==',
    fields: {
      eventId: '3371011',
      role: 'viewerRole',
      userContextualRole: '3',
      firstName: 'Max',
      lastName: "O'Neil Test",
    },
    type: 0,
    user: 'max@organization.com',
    expiresAt: 1_900_000_000,
  },
  {
    partnerId: 1234567,
    secret: SECRET,
    random: bytes(0),
    query:
      'sessionid=inv7-0&role=viewerRole&userContextualRole=3&firstName=Ada&_e=1790086400&_t=0&_u=ada%40example.edu',
    ks: 'djJ8MTIzNDU2N3z2b2CvKBg0Asg-PkipZQmIdhcwFMxeAlN6MzaBp8h_w_qwj6MX6fVoG3hCyIYx9vbxOV6KWTY4XjR8g8XMvURdx3TWWVZ7cuqaJ0DM8XVAEsi5qdUCZXAyu7yMzrvqABXCNFo0oxVFMJu3cRoaIDHUMSor29KrF4uqwkRldMVTvNQuiPkTi5t-j1lloRkZBpU=',
    fields: { sessionid: 'inv7-0', role: 'viewerRole', userContextualRole: '3', firstName: 'Ada' },
    type: 0,
    user: 'ada@example.edu',
    expiresAt: 1_790_086_400,
  },
  {
    partnerId: 42,
    secret: OTHER_SECRET,
    random: bytes(16),
    query: 'disableentitlement=&all=%2A&_e=1790003600&_t=2&_u=dean',
    ks: 'djJ8NDJ8WOe4z3Wxs5IdAuwPu47xL3plYplwpFO_3Mm0Rh-Y8HeRsFRZdTJqzcOccS7ccdu-7XnZRov7Yr62u7kSvPeoHKNuG6q1UYsjGrlXNVZbt_tkIftsdbf1c0yhQYgSNyR7',
    fields: { disableentitlement: '', all: '*' },
    type: 2,
    user: 'dean',
    expiresAt: 1_790_003_600,
  },
];

test.each(vectors)('a session of $user opens to its fields', vector => {
  const { partnerId, ks, secret, fields, type, user, expiresAt } = vector;
  expect(partnerIn(ks)).toBe(partnerId);
  const session = open(ks, { partnerId, secrets: ['another secret', secret] });
  expect(session).toEqual({
    partnerId,
    privileges: new Map(Object.entries(fields)),
    type,
    user,
    expiresAt,
  });
});

test.each(vectors)('the query of $user seals to the very session', ({ query, ks, ...sealing }) => {
  expect(sealQuery(query, sealing)).toBe(ks);
});

const sealed = (query: string): string =>
  sealQuery(query, { partnerId: 42, secret: SECRET, random: bytes(0) });
const OPENING = { partnerId: 42, secrets: [SECRET] };
const VALID = '_e=1900000000&_t=0&_u=ada';
const opened = (query: string) => open(sealed(query), OPENING);

test('fields are read as PHP reads a query string', () => {
  const privileges = opened(
    `a+b.c=1%202+3&twice=first&twice=last&bare&plus=%2B&%20left=x&${VALID}`,
  )?.privileges;
  expect(Object.fromEntries(privileges ?? [])).toEqual({
    a_b_c: '1 2 3',
    twice: 'last',
    bare: '',
    plus: '+',
    left: 'x',
  });
});

const ks = sealed(VALID);

test.each([
  ['doubled type', sealed(`_t=2&${VALID}`)],
  ['doubled expiry', sealed(`_e=1&${VALID}`)],
  ['doubled user', sealed(`${VALID}&_u=dean`)],
  ['a type that is an array', sealed(`_t[]=2&${VALID}`)],
  ['no expiry', sealed('_t=0&_u=ada')],
  ['an expiry with letters', sealed('_e=1e9&_t=0&_u=ada')],
  ['no padding', sealed(`a=1&${VALID}`).replace(/=+$/, '')],
  ['a cut end', `${ks.slice(0, -24)}`],
  ['another version', Buffer.from(`v1|42|${'x'.repeat(64)}`).toString('base64')],
  ['no partner', Buffer.from(`v2||${'x'.repeat(64)}`).toString('base64')],
  [
    'another partner',
    Buffer.from(Buffer.from(ks, 'base64').toString('latin1').replace('|42|', '|43|'), 'latin1').toString(
      'base64url',
    ),
  ],
  ['nothing', ''],
])('a session with %s does not open', (_, text) => {
  expect(open(text, OPENING)).toBeUndefined();
});

test('the test’s own session without padding would open if it were padded', () => {
  expect(sealed(`a=1&${VALID}`)).toMatch(/=$/);
});

test('a privilege that Roompass does not know, or a value that could grant a right, is never sealed', () => {
  const sealing = { partnerId: 42, secret: SECRET, random: bytes(0) };
  const session = { type: 0, user: 'guest-1', expiresAt: 1_900_000_000 };
  for (const privilege of [
    ['edit', '*'],
    ['firstName', 'x,edit:*'],
    ['firstName', 'x\u0000'],
    ['lastName', 'x\n'],
    ['lastName', 'a%2cb'],
  ] as const) {
    expect(() => seal({ ...session, privileges: new Map([privilege]) }, sealing)).toThrow(privilege[0]);
  }
});
