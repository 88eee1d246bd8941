import { describe, expect, test } from 'vitest';
import type { Invitation } from '../../domain/invitation.ts';
import { admissionNow, type Destination, openLink, redeem, type Visitor } from '../../domain/redeem.ts';
import { codeThrownBy, inMinutes, invitation, NOW, room, settings } from './fixtures.ts';

const linkId = 'a'.repeat(32);
const to = (changes: Partial<Invitation> = {}, more: Partial<Destination> = {}): Destination => ({
  link: { generation: 1, linkId },
  room: room(),
  invitation: invitation(changes),
  settings: settings(),
  ...more,
});
const visitor = (changes: Partial<Visitor> = {}): Visitor => ({
  device: 'phone',
  typedEmail: 'ada@example.edu',
  enter: true,
  ...changes,
});
const allowing = (linkReusability: number) => ({
  settings: settings({ inviteToMedia: { linkReusability } }),
});

describe('what a link opens', () => {
  test.each<[string, Destination]>([
    ['room_deleted', to({}, { room: undefined })],
    ['room_deleted', to({}, { room: { site: 'demo', id: 'bio-101', generation: 2, deletedAt: NOW } })],
    ['room_deleted', to({}, { room: room({ generation: 2 }) })],
    ['link_expired', to({}, { invitation: undefined })],
    ['invitation_revoked', to({ revokedAt: NOW, linkId: 'b'.repeat(32), expiresAt: NOW })],
    ['link_replaced', to({ linkId: 'b'.repeat(32), expiresAt: NOW })],
    ['link_expired', to({ expiresAt: NOW })],
    ['email_domain_blocked', to({}, { settings: settings({ emailDomains: { blocked: ['example.edu'] } }) })],
  ])('%s', (code, destination) => {
    for (const act of [
      () => openLink(destination, NOW),
      () => redeem(destination, visitor(), NOW),
      () => admissionNow(destination, 'phone', NOW),
    ])
      expect(codeThrownBy(act)).toBe(code);
  });

  test('the fresh link beside the own one opens it too', () => {
    const freshLink = { linkId, keyId: '1' };
    expect(codeThrownBy(() => openLink(to({ linkId: 'b'.repeat(32), freshLink }), NOW))).toBeUndefined();
  });
});

describe('the write of a redeem', () => {
  test('there is none for waiting, lobby, open by login, re-entry and ended', () => {
    const bound = { devices: { phone: NOW } };
    const quiet = visitor({ typedEmail: undefined });
    const visits = [
      redeem(to({}, { room: room({ startsAt: inMinutes(1) }) }), quiet, NOW),
      redeem(to(), quiet, NOW),
      redeem(
        to(),
        visitor({ typedEmail: undefined, login: { id: 'ada', email: 'ADA@example.edu' }, enter: false }),
        NOW,
      ),
      redeem(to(bound), visitor(), NOW),
      redeem(to({}, { room: room({ endsAt: NOW }) }), visitor(), NOW),
    ];
    expect(visits.map(({ state }) => state)).toEqual(['waiting', 'lobby', 'open', 'admitted', 'ended']);
    for (const { write } of visits) expect(write).toBeUndefined();
  });

  test('a right address is checked by a write, and bound by the same where it enters', () => {
    expect(redeem(to(), visitor({ enter: false }), NOW).write).toEqual({ kind: 'right_email' });
    expect(redeem(to(), visitor(), NOW).write).toMatchObject({
      kind: 'enter',
      device: 'phone',
      typed: true,
      places: 1,
    });
    const entered = redeem(
      to(),
      visitor({ typedEmail: undefined, login: { id: 'ada', email: 'ada@example.edu' } }),
      NOW,
    );
    expect(entered.write).toMatchObject({ kind: 'enter', typed: false });
  });

  test('with any number of places, the devices that entered first make room for the 50 newest', () => {
    const devices = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`d${index}`, inMinutes(index - 100)]),
    );
    expect(redeem(to({ devices }, allowing(-1)), visitor(), NOW).write).toMatchObject({ forget: ['d0'] });
    const { d49: _, ...fewer } = devices;
    expect(redeem(to({ devices: fewer }, allowing(-1)), visitor(), NOW).write).toMatchObject({ forget: [] });
  });

  test('a fresh link starts over, however many devices were in', () => {
    const freshLink = { linkId, keyId: '1' };
    const destination = to({ linkId: 'b'.repeat(32), freshLink, devices: { laptop: NOW } });
    expect(redeem(destination, visitor(), NOW).write).toMatchObject({ kind: 'enter', startsOver: true });
  });
});

test('names of JavaScript’s own are no devices', () => {
  for (const device of ['constructor', '__proto__', 'toString']) {
    expect(redeem(to(), visitor({ device, typedEmail: undefined }), NOW).known).toBe(false);
    expect(codeThrownBy(() => admissionNow(to(), device, NOW))).toBe('link_used_on_another_device');
  }
});
