import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DeliveryState, deliveryStates, queued, supersedes } from '../../domain/delivery.ts';
import { NOW } from './fixtures.ts';

const ofMail = deliveryStates.filter(state => state !== 'not_requested');

test.each<[DeliveryState, DeliveryState]>([
  ['queued', 'sent'],
  ['queued', 'failed'],
  ['queued', 'delivered'],
  ['sent', 'delayed'],
  ['sent', 'delivered'],
  ['sent', 'bounced'],
  ['sent', 'suppressed'],
  ['delayed', 'bounced'],
  ['delayed', 'delivered'],
  ['delivered', 'bounced'],
  ['delivered', 'complained'],
])('%s is followed by %s, and not the other way round', (earlier, later) => {
  expect(supersedes(later, earlier)).toBe(true);
  expect(supersedes(earlier, later)).toBe(false);
});

test('the same event again changes nothing', () => {
  for (const state of deliveryStates) expect(supersedes(state, state)).toBe(false);
});

test('in whatever order events come, the state never turns back to one it has left', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ofMail), { maxLength: 20 }), events => {
      const path: DeliveryState[] = ['queued'];
      for (const next of events) if (supersedes(next, path.at(-1) ?? 'queued')) path.push(next);
      expect(new Set(path)).toHaveLength(path.length);
    }),
  );
});

test('the same events end in the same state whatever their order, where only one of them is final', () => {
  const passing = fc.shuffledSubarray<DeliveryState>(['queued', 'sent', 'delayed']);
  const final = fc.constantFrom<DeliveryState>('delivered', 'bounced', 'complained', 'suppressed', 'failed');
  fc.assert(
    fc.property(passing, final, fc.nat(), (events, last, place) => {
      const shuffled = events.toSpliced(place % (events.length + 1), 0, last);
      const end = shuffled.reduce<DeliveryState>(
        (state, next) => (supersedes(next, state) ? next : state),
        'queued',
      );
      expect(end).toBe(last);
    }),
  );
});

test('a queued mail names itself, the link it carries and the request that asked for it', () => {
  expect(queued({ mail: 'mail-1', linkId: 'link-1', requestId: 'request-1' }, NOW)).toEqual({
    state: 'queued',
    at: NOW,
    mail: 'mail-1',
    linkId: 'link-1',
    requestId: 'request-1',
  });
});
