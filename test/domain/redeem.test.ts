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
  proof: 'proof-1',
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

  test('the fresh link opens it in addition to the current link', () => {
    const freshLink = { linkId, keyId: '1' };
    expect(codeThrownBy(() => openLink(to({ linkId: 'b'.repeat(32), freshLink }), NOW))).toBeUndefined();
  });
});

describe('the write of a redeem', () => {
  test('is absent for waiting, lobby, open by login, re-entry and ended', () => {
    const bound = { devices: { phone: { at: inMinutes(-1), proof: 'proof-0' } } };
    const quiet = visitor({ typedEmail: undefined });
    const visits = [
      redeem(to({}, { room: room({ startsAt: inMinutes(16) }) }), quiet, NOW),
      redeem(to(), quiet, NOW),
      redeem(
        to(),
        visitor({
          typedEmail: undefined,
          login: { id: 'ada', email: 'ADA@example.edu', until: inMinutes(60) },
          enter: false,
        }),
        NOW,
      ),
      redeem(to(bound), visitor(), NOW),
      redeem(to({}, { room: room({ endsAt: NOW }) }), visitor(), NOW),
    ];
    expect(visits.map(({ state }) => state)).toEqual(['waiting', 'lobby', 'open', 'admitted', 'ended']);
    for (const { write } of visits) expect(write).toBeUndefined();
  });

  test('records a right address, and the same write binds the device if it enters', () => {
    expect(redeem(to(), visitor({ enter: false }), NOW).write).toEqual({ kind: 'right_email' });
    expect(redeem(to(), visitor(), NOW).write).toMatchObject({
      kind: 'enter',
      device: 'phone',
      typed: true,
      places: 1,
    });
    const entered = redeem(
      to(),
      visitor({
        typedEmail: undefined,
        login: { id: 'ada', email: 'ada@example.edu', until: inMinutes(60) },
      }),
      NOW,
    );
    expect(entered.write).toMatchObject({ kind: 'enter', typed: false });
  });

  test('with any number of places 50 devices are remembered, and others are admitted without being bound', () => {
    const devices = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`d${index}`, { at: inMinutes(index - 100) }]),
    );
    const { d49: _, ...fewer } = devices;
    expect(redeem(to({ devices: fewer }, allowing(-1)), visitor(), NOW).write).toMatchObject({
      kind: 'enter',
      places: 50,
    });
    const full = to({ devices }, allowing(-1));
    expect(redeem(full, visitor(), NOW)).toMatchObject({ state: 'admitted', write: { kind: 'right_email' } });
    const login = { id: 'ada', email: 'ada@example.edu', until: inMinutes(60) };
    const { state, write } = redeem(full, visitor({ typedEmail: undefined, login }), NOW);
    expect([state, write]).toEqual(['admitted', undefined]);
    expect(redeem(full, visitor({ device: 'd7' }), NOW)).toMatchObject({ state: 'admitted', known: true });
    expect(admissionNow(full, 'phone', NOW).state).toBe('admitted');
  });

  test('a fresh link starts without devices, however many had entered by the old one', () => {
    const freshLink = { linkId, keyId: '1' };
    const destination = to({ linkId: 'b'.repeat(32), freshLink, devices: { laptop: { at: NOW } } });
    expect(redeem(destination, visitor(), NOW).write).toMatchObject({ kind: 'enter', device: 'phone' });
  });
});

describe('the proof of a first entry', () => {
  const bound = { devices: { phone: { at: inMinutes(-1), proof: 'proof-1' } } };
  const code = (changes: Partial<Visitor>, destination = to(bound)) =>
    codeThrownBy(() => redeem(destination, visitor(changes), NOW));

  test('is refused when it is replayed, with or without `enter`', () => {
    expect(code({})).toBe('invalid_device_proof');
    expect(code({ enter: false })).toBe('invalid_device_proof');
    expect(code({ proof: 'proof-2' })).toBeUndefined();
  });

  test('is checked last: a session that is over or has not begun is answered first', () => {
    const over = redeem(to(bound, { room: room({ endsAt: NOW }) }), visitor(), NOW);
    const early = redeem(to(bound, { room: room({ startsAt: inMinutes(16) }) }), visitor(), NOW);
    expect([over.state, early.state]).toEqual(['ended', 'waiting']);
  });

  test('is accepted for the request that has just bound the device, if the database’s answer was lost', () => {
    const devices = { phone: { at: NOW, proof: 'proof-1' } };
    expect(redeem(to({ devices }), visitor(), NOW)).toMatchObject({ state: 'admitted' });
  });

  test('is unknown for entries that an earlier release stored', () => {
    expect(code({}, to({ devices: { phone: { at: inMinutes(-1) } } }))).toBeUndefined();
  });
});

describe('entry before the session', () => {
  const soon = { room: room({ startsAt: inMinutes(10) }) };

  test('is open to a role that may enter early, and closed to others', () => {
    const states = (['viewer', 'speaker', 'moderator'] as const).map(
      role => redeem(to({ role }, soon), visitor(), NOW).state,
    );
    expect(states).toEqual(['waiting', 'admitted', 'admitted']);
  });

  test('is closed again to an invitee who entered early and was demoted, and after the session', () => {
    const devices = { phone: { at: inMinutes(-1) } };
    const stateOf = (role: Invitation['role']) =>
      admissionNow(to({ role, devices }, soon), 'phone', NOW).state;
    expect([stateOf('speaker'), stateOf('viewer')]).toEqual(['admitted', 'waiting']);
    const over = to({ devices }, { room: room({ endsAt: NOW }) });
    expect(admissionNow(over, 'phone', NOW)).toMatchObject({ state: 'ended', known: true });
  });

  test('is checked before a device without a place is refused', () => {
    const devices = { laptop: { at: inMinutes(-1) } };
    expect(redeem(to({ role: 'viewer', devices }, soon), visitor(), NOW).state).toBe('waiting');
    for (const enter of [true, false])
      expect(redeem(to({ role: 'speaker', devices }, soon), visitor({ enter }), NOW).refusal?.code).toBe(
        'link_used_on_another_device',
      );
    expect(admissionNow(to({ role: 'viewer' }, soon), 'phone', NOW).state).toBe('waiting');
  });
});

describe('wrong addresses', () => {
  const five = { count: 5, at: NOW };
  const freshLink = { linkId, keyId: '1' };
  const beside = { linkId: 'b'.repeat(32), freshLink };

  test('lock the link that they were typed on, and not its fresh link', () => {
    const locked = to({ wrongAddresses: five });
    expect(codeThrownBy(() => redeem(locked, visitor(), inMinutes(1)))).toBe('too_many_attempts');
    const fresh = to({ ...beside, wrongAddresses: five });
    expect(redeem(fresh, visitor(), inMinutes(1))).toMatchObject({ state: 'admitted' });
    const wrong = redeem(fresh, visitor({ typedEmail: 'b@example.edu' }), inMinutes(1));
    expect(wrong.write).toEqual({ kind: 'wrong_email', wrongAddresses: { count: 1, at: inMinutes(1) } });
    const lockedFresh = to({ ...beside, freshLink: { ...freshLink, wrongAddresses: five } });
    expect(codeThrownBy(() => redeem(lockedFresh, visitor(), inMinutes(1)))).toBe('too_many_attempts');
  });

  test('that lock say whether a fresh link can be mailed', () => {
    for (const [template, emailAvailable] of [
      ['invitation', true],
      [null, false],
    ] as const) {
      const mailing = settings({ inviteToMedia: { inviteEmailTemplate: template } });
      const locked = to({ wrongAddresses: five }, { settings: mailing });
      expect(() => redeem(locked, visitor(), NOW)).toThrow(
        expect.objectContaining({ extra: { retryAfterSeconds: 900, emailAvailable } }),
      );
    }
  });
});

test('names of JavaScript’s built-in properties are not devices', () => {
  for (const device of ['constructor', '__proto__', 'toString']) {
    expect(redeem(to(), visitor({ device, typedEmail: undefined }), NOW).known).toBe(false);
    expect(codeThrownBy(() => admissionNow(to(), device, NOW))).toBe('link_used_on_another_device');
  }
});
