import { expect, test } from 'vitest';
import { withdrawalOf } from '../../domain/calendar-entry.ts';
import { queued } from '../../domain/delivery.ts';
import { mailsDue } from '../../domain/mails-due.ts';
import { inMinutes, invitation, NOW } from './fixtures.ts';

const LATER = inMinutes(1);
const mailing = (mail: string) => queued({ mail, linkId: 'link', requestId: 'request' }, NOW);

const first = invitation({ delivery: mailing('mail-1') });
const second = invitation({ delivery: mailing('mail-2') });
const asks = (mail: string) => [{ kind: 'invitation', mail }];

test('an invitation mail is due if, and only if, a write queues one', () => {
  expect(mailsDue(undefined, first)).toEqual(asks('mail-1'));
  expect(mailsDue(invitation(), first)).toEqual(asks('mail-1'));
  expect(mailsDue(first, second)).toEqual(asks('mail-2'));
  expect(mailsDue(first, { ...first, role: 'viewer' })).toEqual([]);
  expect(mailsDue(first, { ...first, delivery: { ...first.delivery, state: 'sent' } })).toEqual([]);
  expect(mailsDue(undefined, invitation())).toEqual([]);
});

test('a withdrawal mail is due once a revoked invitation has a calendar entry, whichever came first', () => {
  const calendarEntry = { sequence: 0, startsAt: LATER };
  const entered = invitation({ calendarEntry });
  const revoked = invitation({ revokedAt: LATER });
  const both = invitation({ calendarEntry, revokedAt: LATER });
  const withdrawal = [{ kind: 'withdrawal', mail: withdrawalOf(both) }];
  expect(mailsDue(entered, both)).toEqual(withdrawal);
  expect(mailsDue(revoked, both)).toEqual(withdrawal);
  expect(mailsDue(invitation(), revoked)).toEqual([]);
  expect(mailsDue(both, { ...both, updatedAt: LATER })).toEqual([]);
  const newer = { ...both, calendarEntry: { ...calendarEntry, sequence: 1 } };
  expect(mailsDue(both, newer)).toEqual([{ kind: 'withdrawal', mail: withdrawalOf(newer) }]);
  expect(mailsDue(both, { ...both, calendarEntry: { ...calendarEntry, withdrawnAt: LATER } })).toEqual([]);
});
