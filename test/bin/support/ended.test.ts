import { expect, test } from 'vitest';
import { endOf } from '../../../bin/support/ended.ts';
import type { Invitation } from '../../../domain/invitation.ts';
import { inMinutes, invitation, NOW } from '../../domain/fixtures.ts';

/** The restored invitation was generated at {@link NOW} with link `a`. Both tables may have changed since. */

const link = (letter: string) => letter.repeat(32);
const seed = (letter: string) => ({ linkId: link(letter), keyId: '1' });
const [SOON, LATER] = [inMinutes(1), inMinutes(2)];
const again = (letter: string, at: string) => ({ ...seed(letter), generatedAt: at, updatedAt: at });
const revoked = (at: string) => ({ revokedAt: at, updatedAt: at });
const entered = (letter: string, at: string) => ({ ...seed(letter), devices: { phone: { at } } });

type Case = [string, ReturnType<typeof endOf>, Partial<Invitation>, Partial<Invitation> | undefined];

test.each<Case>([
  ['nothing happened', undefined, {}, {}],
  ['the old table has none', undefined, {}, undefined],
  ['a device entered', undefined, {}, { devices: { phone: { at: SOON } } }],
  ['it was revoked', 'revoked', {}, revoked(SOON)],
  ['it was revoked before', undefined, revoked(NOW), revoked(NOW)],
  ['it was generated again', 'replaced', {}, again('b', SOON)],
  ['it was generated again and revoked', 'replaced', {}, { ...again('b', SOON), ...revoked(LATER) }],
  ['it was revoked before and generated again', 'replaced', revoked(NOW), again('b', SOON)],
  ['a fresh link was asked for', undefined, {}, { freshLink: seed('b') }],
  ['a fresh link of before was used', 'replaced', { freshLink: seed('b') }, entered('b', SOON)],
  ['a fresh link was asked for and used', 'replaced', {}, entered('b', SOON)],
  ['the expiry was brought nearer', 'shortened', {}, { expiresAt: SOON, updatedAt: SOON }],
  ['the expiry was put off', undefined, { expiresAt: SOON }, { expiresAt: LATER, updatedAt: SOON }],
  ['the room was opened again', 'replaced', {}, { ...again('b', SOON), generation: 2 }],
])('before the switch, %s: %s', (_, end, restored, old) => {
  expect(endOf(invitation(restored), old && invitation(old))).toBe(end);
});

test.each<Case>([
  ['generated again here', undefined, again('c', LATER), again('b', SOON)],
  ['generated again there, later', 'replaced', again('c', SOON), again('b', LATER)],
  ['revoked here after it was generated again there', undefined, revoked(LATER), again('b', SOON)],
  ['revoked there, entered here', 'revoked', { devices: { phone: { at: LATER } } }, revoked(SOON)],
  ['a fresh link used here', undefined, entered('b', LATER), { freshLink: seed('b') }],
  [
    'a fresh link used here, revoked there',
    'revoked',
    entered('b', LATER),
    { freshLink: seed('b'), ...revoked(SOON) },
  ],
  ['another fresh link used in each', 'unclear', entered('c', LATER), entered('b', SOON)],
  [
    'a fresh link used there, the old one here',
    'unclear',
    { devices: { phone: { at: LATER } } },
    entered('b', SOON),
  ],
  [
    'unclear, and ended so by a run before',
    undefined,
    { ...entered('c', LATER), ...revoked(LATER) },
    entered('b', SOON),
  ],
  [
    'the expiry was brought nearer there, then put off here',
    undefined,
    { expiresAt: LATER, updatedAt: LATER },
    { expiresAt: SOON, updatedAt: SOON },
  ],
  ['the room was deleted here', undefined, { generation: 2, ...again('c', LATER) }, revoked(SOON)],
])('after the switch, %s: %s', (_, end, restored, old) => {
  expect(endOf(invitation(restored), old && invitation(old))).toBe(end);
});
