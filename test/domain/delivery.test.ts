import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterFeedback,
  concluded,
  type Delivery,
  type DeliveryState,
  deliveryStates,
  deliveryView,
  givenUp,
  isDue,
  type Outcome,
  queued,
  supersedes,
} from '../../domain/delivery.ts';
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

test('in any order of events, the state never returns to one that it has left', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ofMail), { maxLength: 20 }), events => {
      const path: DeliveryState[] = ['queued'];
      for (const next of events) if (supersedes(next, path.at(-1) ?? 'queued')) path.push(next);
      expect(new Set(path)).toHaveLength(path.length);
    }),
  );
});

describe('SES events of a mail', () => {
  /**
   * From SES's documentation, independent of the code: the event that decides the state of a mail, weakest first.
   */
  const LAST_WORD: DeliveryState[] = [
    'sent',
    'delayed',
    'failed',
    'suppressed',
    'delivered',
    'bounced',
    'complained',
  ];
  const strongest = (states: DeliveryState[]): DeliveryState =>
    LAST_WORD.findLast(state => states.includes(state)) ?? 'queued';

  const asked = queued({ mail: 'this', linkId: 'link-1', requestId: 'request-1' }, NOW);
  const say = (delivery: Delivery, mail: string, outcome: Outcome) =>
    afterFeedback(delivery, { mail, outcome, at: NOW, nextMail: 'next' }) ?? delivery;

  test('end in the state of the strongest one, in 10,000 random orders with repeats and events of other mails', () => {
    const event = fc.record({
      mail: fc.constantFrom('this', 'this', 'this', 'an older one'),
      state: fc.constantFrom(...LAST_WORD),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), events => {
        const end = events.reduce((delivery, { mail, state }) => say(delivery, mail, { state }), asked);
        const ours = events.filter(({ mail }) => mail === 'this').map(({ state }) => state);
        expect(end).toEqual({ ...asked, state: strongest(ours) });
      }),
      { numRuns: 10_000 },
    );
  });

  test('about a rendering failure queue the mail again, once, with the default template', () => {
    const failure: Outcome = { state: 'failed', reason: 'rendering_failure' };
    const again = say(say(asked, 'this', { state: 'sent' }), 'this', failure);
    expect(again).toEqual({ ...asked, mail: 'next', templateProblem: 'template_invalid' });
    // The same event again belongs to the earlier mail, so it changes nothing.
    expect(say(again, 'this', failure)).toBe(again);
    expect(say(again, 'next', failure)).toMatchObject({ state: 'failed', reason: 'rendering_failure' });
  });

  test('keep the reason for the default template, until there is a stronger reason', () => {
    const sent = concluded(asked, { state: 'sent', templateProblem: 'template_missing' }, NOW);
    const delivered = say(sent, 'this', { state: 'delivered' });
    expect(deliveryView(delivered)).toEqual({ state: 'delivered', at: NOW, reason: 'template_missing' });
    const bounced = say(delivered, 'this', { state: 'bounced', reason: 'Permanent General' });
    expect(deliveryView(bounced).reason).toBe('Permanent General');
  });
});

test('a mail is due while it is queued, and after its last retry failed, but never for an older request', () => {
  const mail = queued({ mail: 'this', linkId: 'link-1', requestId: 'request-1' }, NOW);
  expect(isDue(mail, 'this')).toBe(true);
  expect(isDue(mail, 'an older one')).toBe(false);
  expect(isDue(concluded(mail, givenUp, NOW), 'this')).toBe(true);
  for (const state of ['sent', 'failed', 'delivered', 'suppressed'] as const)
    expect(isDue(concluded(mail, { state }, NOW), 'this')).toBe(false);
});

test('a queued mail has its id, the id of its link and the id of the request that asked for it', () => {
  expect(queued({ mail: 'mail-1', linkId: 'link-1', requestId: 'request-1' }, NOW)).toEqual({
    state: 'queued',
    at: NOW,
    mail: 'mail-1',
    linkId: 'link-1',
    requestId: 'request-1',
  });
});
