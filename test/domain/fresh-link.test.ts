import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestFreshLink } from '../../domain/fresh-link.ts';
import { inMinutes, invitation, NOW, settings } from './fixtures.ts';

const DAY = 24 * 60;
const ask = (minutes: number, requests?: number[]) =>
  requestFreshLink(
    invitation(requests ? { freshLinkRequests: requests.map(inMinutes) } : {}),
    settings(),
    inMinutes(minutes),
  );

test('the first request is granted, also right after the invitation’s own mail', () => {
  const { linkId } = invitation();
  const mailed = invitation({ delivery: { state: 'sent', at: NOW, mail: 'mail-1', linkId } });
  expect(requestFreshLink(mailed, settings(), NOW)).toEqual([NOW]);
});

test('no fresh link is granted while the invitation’s own mail is queued; a queued mail of a fresh link does not prevent one', () => {
  const queued = (linkId: string) =>
    invitation({
      freshLink: { linkId: 'f'.repeat(32), keyId: '1' },
      delivery: { state: 'queued', at: NOW, mail: 'mail-1', linkId },
    });
  expect(requestFreshLink(queued(invitation().linkId), settings(), NOW)).toBeUndefined();
  expect(requestFreshLink(queued('f'.repeat(32)), settings(), NOW)).toEqual([NOW]);
});

test('another fresh link is granted after five minutes, not earlier', () => {
  expect(ask(4.99, [0])).toBeUndefined();
  expect(ask(5, [0])).toEqual([inMinutes(0), inMinutes(5)]);
});

test('the sixth of a day is refused until the first is a day old', () => {
  const five = [0, 5, 10, 15, 20];
  expect(ask(60, five)).toBeUndefined();
  expect(ask(DAY - 0.01, five)).toBeUndefined();
  expect(ask(DAY, five)).toEqual([5, 10, 15, 20, DAY].map(inMinutes));
});

test('no fresh link is granted if the site sends no mail', () => {
  const silent = settings({ inviteToMedia: { inviteEmailTemplate: null } });
  expect(requestFreshLink(invitation(), silent, NOW)).toBeUndefined();
});

test('at most one fresh link is granted in 5 minutes and 5 in 24 hours, and few requests are stored', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 20, maxLength: 80 }), pauses => {
      let now = 0;
      let asked = invitation();
      const granted: number[] = [];
      for (const pause of pauses) {
        now += pause;
        const requests = requestFreshLink(asked, settings(), inMinutes(now));
        if (requests === undefined) continue;
        granted.push(now);
        asked = invitation({ freshLinkRequests: requests });
        expect(requests.length).toBeLessThanOrEqual(5);
      }
      for (const [index, at] of granted.entries()) {
        expect(at - (granted[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(5);
        expect(at - (granted[index - 5] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(DAY);
      }
    }),
  );
});
