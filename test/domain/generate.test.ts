import { expect, test } from 'vitest';
import { generate, hourOf, requireWithinLimit } from '../../domain/generate.ts';
import { codeThrownBy, inMinutes, NOW, person, room, settings } from './fixtures.ts';

const seed = { linkId: 'b'.repeat(32), keyId: '1' };
const request = {
  email: 'Ada@Example.edu',
  firstName: 'Ada',
  lastName: 'Byron',
  role: 'speaker',
  sendEmail: false,
} as const;
const given = {
  request,
  manager: person(),
  room: room({ generation: 3 }),
  settings: settings(),
  id: 'i',
  seed,
  mail: 'm',
  requestId: 'r',
  now: NOW,
};

test('a new invitation is pending, has no devices, and belongs to the room’s current generation', () => {
  const made = generate(given);
  expect(made).toMatchObject({ ...seed, generation: 3, firstLinkId: seed.linkId, devices: {}, locale: 'en' });
  expect(made).toMatchObject({
    createdBy: { id: 'owner', name: 'Olivia Owner' },
    createdAt: NOW,
    updatedAt: NOW,
  });
  for (const absent of ['revokedAt', 'wrongAddresses', 'freshLink', 'expiresAt'])
    expect(made).not.toHaveProperty(absent);
});

test('mail is queued only if it was requested', () => {
  expect(generate(given).delivery).toEqual({ state: 'not_requested', at: NOW });
  const mailed = generate({ ...given, request: { ...request, sendEmail: true } });
  expect(mailed.delivery).toEqual({
    state: 'queued',
    at: NOW,
    mail: 'm',
    linkId: seed.linkId,
    requestId: 'r',
  });
});

test.each([
  ['email_domain_blocked', {}, { emailDomains: { blocked: ['example.edu'] } }],
  ['email_not_available', { sendEmail: true }, { inviteToMedia: { inviteEmailTemplate: null } }],
  ['invalid_request', { expiresAt: NOW }, {}],
])('%s is refused', (code, body, changes) => {
  const act = () => generate({ ...given, request: { ...request, ...body }, settings: settings(changes) });
  expect(codeThrownBy(act)).toBe(code);
});

test('the limit counts per manager and hour, and Retry-After is the time until the next hour', () => {
  const limited = settings({ limits: { invitationsPerManagerPerHour: 2 } });
  const at = inMinutes(59.5);
  expect(hourOf(at)).toBe('2026-03-02T10');
  expect(codeThrownBy(() => requireWithinLimit(1, limited, at))).toBeUndefined();
  expect(() => requireWithinLimit(2, limited, at)).toThrow(
    expect.objectContaining({ code: 'too_many_invitations', extra: { retryAfterSeconds: 30 } }),
  );
});
