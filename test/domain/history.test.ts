import { describe, expect, test } from 'vitest';
import { queued } from '../../domain/delivery.ts';
import { happenings } from '../../domain/history.ts';
import { inMinutes, invitation, NOW } from './fixtures.ts';

const LATER = inMinutes(1);
const editor = { id: 'editor', name: 'Edgar Editor' };
const byEditor = { updatedAt: LATER, changedBy: editor };
const owner = { id: 'owner', name: 'Olivia Owner' };
const mailing = (mail: string) => queued({ mail, linkId: 'link', requestId: 'request' }, NOW);
const told = (before: object, after: object) => happenings(invitation(before), invitation(after));

describe('the history of a write', () => {
  test('a first write is a generation, with its manager and role', () => {
    expect(happenings(undefined, invitation())).toEqual([
      { at: NOW, type: 'generated', by: owner, role: 'speaker' },
    ]);
  });

  test('a new link is another generation, whatever else has changed with it', () => {
    const after = {
      linkId: 'b'.repeat(32),
      role: 'viewer',
      firstName: 'Augusta',
      generatedAt: LATER,
      createdBy: editor,
    };
    expect(told({ revokedAt: NOW, devices: { phone: { at: NOW } } }, after)).toEqual([
      { at: LATER, type: 'generated', by: editor, role: 'viewer' },
    ]);
  });

  test('a mail that was queued with it has its own entry', () => {
    const after = invitation({ delivery: mailing('mail-1') });
    expect(happenings(undefined, after)).toMatchObject([
      { type: 'generated' },
      { type: 'mailed', state: 'queued' },
    ]);
  });

  test('another role is a promotion from one to the other', () => {
    expect(told({}, { role: 'moderator', ...byEditor })).toEqual([
      { at: LATER, type: 'promoted', by: editor, from: 'speaker', to: 'moderator' },
    ]);
  });

  test('a change of names, locale or expiry lists the members, not their values', () => {
    const after = { firstName: 'Augusta', expiresAt: LATER, ...byEditor };
    expect(told({}, after)).toEqual([
      { at: LATER, type: 'changed', by: editor, fields: ['firstName', 'expiresAt'] },
    ]);
  });

  test('a revocation has one entry', () => {
    const revoked = { revokedAt: LATER, ...byEditor };
    expect(told({}, revoked)).toEqual([{ at: LATER, type: 'revoked', by: editor }]);
    expect(told(revoked, revoked)).toEqual([]);
  });

  test('a new device is an entry of the invitee, without the device’s id', () => {
    const devices = { phone: { at: NOW }, laptop: { at: LATER } };
    expect(told({ devices: { phone: { at: NOW } } }, { devices })).toEqual([{ at: LATER, type: 'entered' }]);
  });

  test('entering with a fresh link is an entry, not a generation, also on a device that entered before', () => {
    const freshLink = { linkId: 'f'.repeat(32), keyId: '1' };
    const before = { devices: { phone: { at: NOW }, laptop: { at: NOW } }, freshLink };
    expect(told(before, { ...freshLink, devices: { phone: { at: LATER } } })).toEqual([
      { at: LATER, type: 'entered' },
    ]);
  });

  test('every delivery state of a mail has an entry with its reason', () => {
    const before = { delivery: mailing('mail-1') };
    const after = {
      delivery: { ...before.delivery, state: 'bounced', at: LATER, reason: 'Permanent General' },
    };
    expect(told(before, after)).toEqual([
      { at: LATER, type: 'mailed', state: 'bounced', reason: 'Permanent General' },
    ]);
  });

  test('a mail that is queued again has another entry', () => {
    const after = { delivery: queued({ mail: 'mail-2', linkId: 'link', requestId: 'request' }, LATER) };
    expect(told({ delivery: mailing('mail-1') }, after)).toMatchObject([{ type: 'mailed', at: LATER }]);
  });

  test('wrong addresses and requests for fresh links have no entry', () => {
    const after = {
      wrongAddresses: { at: NOW, count: 1 },
      freshLink: { linkId: 'f', keyId: '1', wrongAddresses: { at: NOW, count: 4 } },
      freshLinkRequests: [NOW],
    };
    expect(told({}, after)).toEqual([]);
  });

  test('no entry has a name, an address, a device or a link of the invitee', () => {
    const after = invitation({
      devices: { 'thumb-of-a-key': { at: LATER } },
      firstName: 'Augusta',
      role: 'viewer',
      ...byEditor,
    });
    const text = JSON.stringify([...happenings(undefined, invitation()), ...happenings(invitation(), after)]);
    for (const secret of ['Ada', 'Augusta', 'Byron', 'Example.edu', 'thumb', 'aaaa'])
      expect(text).not.toContain(secret);
  });
});

describe('a lock', () => {
  const wrong = (count: number, at = NOW) => ({ wrongAddresses: { count, at } });
  const locked = { at: LATER, type: 'locked', until: inMinutes(16) };

  test('has an entry with its end, without an actor, after the fifth wrong address', () => {
    expect(told(wrong(4), wrong(5, LATER))).toEqual([locked]);
    expect(told(wrong(5), wrong(5))).toEqual([]);
    expect(told(wrong(5), wrong(6, LATER))).toEqual([]);
    expect(told(wrong(9), wrong(10, LATER))).toMatchObject([{ until: inMinutes(61) }]);
  });

  test('of a fresh link has one entry, also when that link becomes the current one', () => {
    const fresh = (count: number, at = NOW) => ({
      freshLink: { linkId: 'f', keyId: '1', ...wrong(count, at) },
    });
    expect(told(fresh(4), fresh(5, LATER))).toEqual([locked]);
    const entered = { linkId: 'f', ...wrong(5, LATER), devices: { phone: { at: LATER } } };
    expect(told({ ...fresh(5, LATER) }, entered)).toEqual([{ at: LATER, type: 'entered' }]);
  });
});

test('the withdrawal of a calendar entry is recorded as a mail', () => {
  const entry = { sequence: 0, startsAt: LATER };
  const withdrawn = { sequence: 1, startsAt: LATER, withdrawnAt: LATER };
  expect(told({ calendarEntry: entry }, { calendarEntry: withdrawn })).toEqual([
    { at: LATER, type: 'mailed', state: 'sent', withdrawal: true },
  ]);
  expect(told({}, { calendarEntry: entry })).toEqual([]);
  expect(told({ calendarEntry: withdrawn }, { calendarEntry: withdrawn })).toEqual([]);
});
