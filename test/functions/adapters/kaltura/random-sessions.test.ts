import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Invitation } from '../../../../domain/invitation.ts';
import { launchSession } from '../../../../domain/kaltura-launch.ts';
import { firstNameSchema, lastNameSchema } from '../../../../domain/person.ts';
import { type Role, roles } from '../../../../domain/role.ts';
import { open, seal, sealQuery } from '../../../../functions/adapters/kaltura/ks.ts';
import { ADMIN_SECRET, PARTNER_ID } from '../../../../local/kaltura/directory.ts';
import { openKs, privilegeList, sealKs } from '../../../../local/kaltura/ks.ts';
import { FULL } from '../../../support/full.ts';

/** Random sessions, read by an opener that shares no code with the product: the one of the stand-in for Kaltura. */

const RUNS = FULL ? 10_000 : 1000;

const sealing = () => ({ partnerId: PARTNER_ID, secret: ADMIN_SECRET, random: randomBytes(16) });
const opened = (ks: string) => open(ks, { partnerId: PARTNER_ID, secrets: [ADMIN_SECRET] });
const openedApart = (ks: string) => openKs(ks, { [PARTNER_ID]: [ADMIN_SECRET] });

const ids = fc.stringMatching(/^[a-z0-9]{1,20}$/);
const names = fc.oneof(
  fc.constantFrom('Ada', 'O’Neil', "O'Neil", 'Zoë-Ann', 'Dr. Li', '李', 'محمد', 'نجمه\u200cها', 'ｆｕｌｌ'),
  fc.stringMatching(/^[\p{L}][\p{L}\p{M}\p{Nd} '’·-]{0,59}$/u),
);

test('random sessions that the product seals are read back, by the product and by the stand-in', () => {
  const session = fc.record({
    user: ids,
    type: fc.constantFrom(0, 2),
    expiresAt: fc.integer({ min: 0, max: 4_000_000_000 }),
    privileges: fc
      .record({ sessionid: ids, entryId: ids, firstName: names, lastName: names }, { requiredKeys: [] })
      .map(record => new Map(Object.entries(record))),
  });
  fc.assert(
    fc.property(session, made => {
      const ks = seal(made, sealing());
      expect(opened(ks)).toEqual({ ...made, partnerId: PARTNER_ID });
      const apart = openedApart(ks);
      expect(apart).toMatchObject({ userId: made.user, type: made.type, expiry: made.expiresAt });
      expect(Object.fromEntries(apart?.privileges ?? [])).toEqual(Object.fromEntries(made.privileges));
    }),
    { numRuns: RUNS },
  );
});

test('random sessions that the stand-in seals are read by the product', () => {
  const session = fc.record({
    userId: fc.string({ unit: 'binary', maxLength: 40 }).filter(text => text.isWellFormed()),
    privileges: fc.dictionary(
      fc.stringMatching(/^[a-zA-Z]{2,12}$/),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
    ),
  });
  fc.assert(
    fc.property(session, ({ userId, privileges }) => {
      const ks = sealKs({ ...sealing(), type: 0, userId, privileges, expiry: 1_900_000_000 });
      expect(opened(ks)).toMatchObject({ user: userId });
      expect(Object.fromEntries(opened(ks)?.privileges ?? [])).toEqual(privileges);
    }),
    { numRuns: RUNS },
  );
});

test('of mutated sessions none opens', () => {
  const ks = sealQuery('role=viewerRole&firstName=Ada&_e=1900000000&_t=0&_u=ada', sealing());
  const bytes = Buffer.from(ks, 'base64url');
  let outcome = 0;
  for (let count = 0; count < 10 * RUNS; count += 1) outcome += isOpen(mutated(ks, bytes, count)) ? 1 : 0;
  expect(outcome).toBe(0);
});

const isOpen = (ks: string): boolean => opened(ks) !== undefined;
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** By turns: a bit, a character, a cut, a repeated block, other random bytes. */
function mutated(ks: string, bytes: Buffer, count: number): string {
  const random = createHash('sha256').update(String(count)).digest();
  const at = random.readUInt32BE(0);
  const head = bytes.indexOf('|', 3) + 1;
  const changed = Buffer.from(bytes);
  switch (count % 5) {
    case 0:
      changed[head + (at % (bytes.length - head))] =
        (changed[head + (at % (bytes.length - head))] ?? 0) ^ (1 << (at % 8));
      return encoded(changed);
    case 1: {
      const place = at % ks.length;
      const other = [...CHARACTERS].filter(character => character !== ks[place])[random.readUInt8(5) % 63];
      return ks.slice(0, place) + other + ks.slice(place + 1);
    }
    case 2:
      return encoded(bytes.subarray(0, head + 16 * (at % ((bytes.length - head) / 16))));
    case 3:
      return encoded(Buffer.concat([bytes, bytes.subarray(head, head + 16 * (1 + (at % 3)))]));
    default:
      return encoded(Buffer.concat([bytes.subarray(0, head), random, random]));
  }
}

const encoded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');

const HOSTILE = [
  ',',
  ':',
  '/',
  '|',
  '&',
  '*',
  '=',
  '%2c',
  '%2C',
  '%00',
  '\n',
  '\r\n',
  '\u0000',
  '，',
  '：',
  '／',
  '＊',
  '\u0338',
  '\u0307',
  '\u2028',
  '+',
  '%',
  ';',
  '"',
  '\\',
  '_',
  '٫',
  '،',
  'ˏ',
  'ː',
];
const typed = fc
  .array(fc.oneof({ weight: 3, arbitrary: names }, { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map(parts => parts.join(''));

const people = fc.record({ first: typed, last: typed, role: fc.constantFrom(...roles) });
type Typed = { first: string; last: string; role: Role };

test('of hostile names each is refused, or grants nothing but itself', () => {
  const outcomes = { refused: 0, sealed: 0 };
  const check = (person: Typed) => {
    outcomes[grants(person)] += 1;
  };
  fc.assert(fc.property(people, check), { numRuns: RUNS });
  expect(outcomes.refused).toBeGreaterThan(RUNS / 10);
  expect(outcomes.sealed).toBeGreaterThan(RUNS / 10);
});

function grants({ first, last, role }: Typed): 'refused' | 'sealed' {
  const { data: firstName } = firstNameSchema.safeParse(first);
  const { data: lastName } = lastNameSchema.safeParse(last);
  if (firstName === undefined || lastName === undefined) return 'refused';
  const session = openedApart(seal(sessionOf({ firstName, lastName, role }), sealing()));
  if (session === undefined) throw new Error('the stand-in cannot open it');
  expect(privilegeList(session)).toEqual([
    'sessionid:inv-3',
    'entryId:1_openroom',
    ...RIGHTS[role],
    `firstName:${firstName}`,
    ...(lastName === '' ? [] : [`lastName:${lastName}`]),
  ]);
  return 'sealed';
}

const ATTENDEE = ['role:viewerRole', 'userContextualRole:3'];
const RIGHTS: Record<Role, string[]> = {
  viewer: ATTENDEE,
  speaker: ATTENDEE,
  moderator: ['role:adminRole', 'userContextualRole:0', 'roomModerator:1', 'chatModerator:1'],
};

function sessionOf(person: Pick<Invitation, 'firstName' | 'lastName' | 'role'>) {
  const invitation = { ...person, id: 'inv', room: '1_openroom', sessionEpoch: 3 } as Invitation;
  const entrant = { invitation, device: 'd', linkId: 'l', linkReusability: 1 };
  const launcher = { type: 'kaltura-ks', template: 'https://kaf.test/{ks}', roomIs: 'entryId' } as const;
  const now = '2026-03-01T10:00:00.000Z';
  return launchSession(entrant, launcher, { now, linkExpiresAt: '2026-03-01T12:00:00.000Z' });
}
