import { describe, expect, it } from 'vitest';
import { openKs, privilegeList, readPrivileges, sealKs, sealQuery } from '../../../local/kaltura/ks.ts';

const secret = '0123456789abcdef0123456789abcdef';
const otherSecret = 'fedcba9876543210fedcba9876543210';
const random = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const otherRandom = Buffer.from('101112131415161718191a1b1c1d1e1f', 'hex');
const secrets = { 1234567: [otherSecret, secret], 42: [otherSecret] };

/** From the reference of Kaltura's formats; none of them was made with the code under test. */
const vectors = {
  max: 'djJ8MTIzNDU2N3y7anxe47DSrPsAPK2CMSUCNeBhslOGFbOSOBSy_TsbyqjYzanlmzPaYymtz4FTni0YbV0S1D7MrxtC68EiMBTZDPq1tF836OdGPIndp6L7t2CUSVoWRW5ckVSojk7IgQEyU8UldtcoNoh5-EouoZvArSQFrJRZQkSRld3sgtHzEX8qRV0ZzF0guQR8I333MSR7Hnp6JaaX4X3J5AoFcQPX5TdC_8Mmu69h7r3TYM_ipw==',
  ada: 'djJ8MTIzNDU2N3z2b2CvKBg0Asg-PkipZQmIdhcwFMxeAlN6MzaBp8h_w_qwj6MX6fVoG3hCyIYx9vbxOV6KWTY4XjR8g8XMvURdx3TWWVZ7cuqaJ0DM8XVAEsi5qdUCZXAyu7yMzrvqABXCNFo0oxVFMJu3cRoaIDHUMSor29KrF4uqwkRldMVTvNQuiPkTi5t-j1lloRkZBpU=',
  dean: 'djJ8NDJ8WOe4z3Wxs5IdAuwPu47xL3plYplwpFO_3Mm0Rh-Y8HeRsFRZdTJqzcOccS7ccdu-7XnZRov7Yr62u7kSvPeoHKNuG6q1UYsjGrlXNVZbt_tkIftsdbf1c0yhQYgSNyR7',
};

const open = (text: string) => {
  const session = openKs(text, secrets);
  return session && { ...session, privileges: Object.fromEntries(session.privileges) };
};
const openQuery = (query: string) =>
  openKs(sealQuery(query, { partnerId: 42, secret: otherSecret }), secrets);

const ada = {
  partnerId: 1234567,
  type: 0,
  userId: 'ada@example.edu',
  expiry: 1790086400,
  privileges: { sessionid: 'inv7-0', role: 'viewerRole', userContextualRole: '3', firstName: 'Ada' },
};
const dean = {
  partnerId: 42,
  type: 2,
  userId: 'dean',
  expiry: 1790003600,
  privileges: { disableentitlement: '', all: '*' },
};

describe('the published test vectors', () => {
  it('open to their fields', () => {
    expect(open(vectors.ada)).toEqual({ ks: vectors.ada, ...ada });
    expect(open(vectors.dean)).toEqual({ ks: vectors.dean, ...dean });
    expect(open(vectors.max)).toMatchObject({
      userId: 'max@organization.com',
      privileges: {
        eventId: '3371011',
        role: 'viewerRole',
        userContextualRole: '3',
        firstName: 'Max',
        lastName: "O'Neil Test",
      },
    });
  });

  it('are made again from their fields', () => {
    expect(sealKs({ ...ada, secret, random })).toBe(vectors.ada);
    expect(sealKs({ ...dean, secret: otherSecret, random: otherRandom })).toBe(vectors.dean);
    const query =
      'eventId=3371011&role=viewerRole&userContextualRole=3&firstName=Max&lastName=O%27Neil%20Test' +
      '&_e=1900000000&_t=0&_u=max%40organization.com';
    expect(sealQuery(query, { partnerId: 1234567, secret, random })).toBe(vectors.max);
  });
});

describe('the fields of a session', () => {
  it('are read as PHP reads a query string', () => {
    const session = openQuery('a=1&b=x+y%20z&a=2&c.d=%zz&=nameless&&e=%C3%A9&_u=ada&_t=2&_e=9&_m=7&_d=data');
    expect([...(session?.privileges ?? [])]).toEqual([
      ['a', '2'],
      ['b', 'x y z'],
      ['c_d', '%zz'],
      ['e', 'é'],
    ]);
    expect(session).toMatchObject({ userId: 'ada', type: 2, expiry: 9 });
  });

  it('are empty or zero if the session lacks them', () => {
    expect(openQuery('role=x')).toMatchObject({ userId: '', type: 0, expiry: 0 });
  });
});

describe('a text that is no session of a known partner', () => {
  it.each([
    ['an empty text', ''],
    ['a text in another alphabet', 'djJ8 %'],
    [
      'a version 1 session',
      Buffer.from('da39a3ee5e6b4b0d3255bfef95601890afd80709|42;42;9').toString('base64'),
    ],
    ['a session without content', Buffer.from('v2|42|').toString('base64')],
    ['a session of an unknown partner', sealQuery('_u=ada', { partnerId: 43, secret: otherSecret })],
    ['a session sealed with another secret', sealQuery('_u=ada', { partnerId: 42, secret })],
    ['a changed session', vectors.dean.replace('WOe4', 'WOe5')],
    ['a shortened session', vectors.dean.slice(0, -4)],
  ])('is not opened: %s', (_, text) => {
    expect(openKs(text, secrets)).toBeUndefined();
  });
});

describe('the privileges that the server acts on', () => {
  const listOf = (privileges: Record<string, string>) => {
    const session = openKs(sealKs({ ...dean, privileges, secret: otherSecret }), secrets);
    return session && privilegeList(session);
  };

  it('include what a value with a comma adds', () => {
    expect(listOf({ firstName: 'x,edit:*', role: 'viewerRole' })).toEqual([
      'firstName:x',
      'edit:*',
      'role:viewerRole',
    ]);
  });

  it('have no value for a name without a value', () => {
    expect(listOf(readPrivileges('disableentitlement,sview:a:b,*'))).toEqual([
      'disableentitlement',
      'sview:a:b',
      'all:*',
    ]);
    expect(listOf({})).toEqual([]);
  });
});
