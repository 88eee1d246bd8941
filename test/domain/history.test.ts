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

describe('what a write meant', () => {
  test('a first write is a generation, by whom and as what', () => {
    expect(happenings(undefined, invitation())).toEqual([
      { at: NOW, type: 'generated', by: owner, role: 'speaker' },
    ]);
  });

  test('a new link is a generation again, whatever else has changed with it', () => {
    const after = {
      linkId: 'b'.repeat(32),
      role: 'viewer',
      firstName: 'Augusta',
      generatedAt: LATER,
      createdBy: editor,
    };
    expect(told({ revokedAt: NOW, devices: { phone: NOW } }, after)).toEqual([
      { at: LATER, type: 'generated', by: editor, role: 'viewer' },
    ]);
  });

  test('mail that was asked for with it is told too', () => {
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

  test('other names, locale or expiry are a change that tells which, not what', () => {
    const after = { firstName: 'Augusta', expiresAt: LATER, ...byEditor };
    expect(told({}, after)).toEqual([
      { at: LATER, type: 'changed', by: editor, fields: ['firstName', 'expiresAt'] },
    ]);
  });

  test('a revocation is told once', () => {
    const revoked = { revokedAt: LATER, ...byEditor };
    expect(told({}, revoked)).toEqual([{ at: LATER, type: 'revoked', by: editor }]);
    expect(told(revoked, revoked)).toEqual([]);
  });

  test('a device that is new has entered, nobody says which', () => {
    const devices = { phone: NOW, laptop: LATER };
    expect(told({ devices: { phone: NOW } }, { devices })).toEqual([{ at: LATER, type: 'entered' }]);
  });

  test('entering with a fresh link is an entry, no generation, also on a device that was in before', () => {
    const freshLink = { linkId: 'f'.repeat(32), keyId: '1' };
    const before = { devices: { phone: NOW, laptop: NOW }, freshLink };
    expect(told(before, { ...freshLink, devices: { phone: LATER } })).toEqual([
      { at: LATER, type: 'entered' },
    ]);
  });

  test('every step of a mail is told with its reason', () => {
    const before = { delivery: mailing('mail-1') };
    const after = {
      delivery: { ...before.delivery, state: 'bounced', at: LATER, reason: 'Permanent General' },
    };
    expect(told(before, after)).toEqual([
      { at: LATER, type: 'mailed', state: 'bounced', reason: 'Permanent General' },
    ]);
  });

  test('a mail queued again is told again', () => {
    const after = { delivery: queued({ mail: 'mail-2', linkId: 'link', requestId: 'request' }, LATER) };
    expect(told({ delivery: mailing('mail-1') }, after)).toMatchObject([{ type: 'mailed', at: LATER }]);
  });

  test('wrong addresses and fresh links asked for leave no trace', () => {
    const after = {
      wrongEmails: { since: NOW, count: 1 },
      freshLink: { linkId: 'f', keyId: '1' },
      freshLinkRequests: [NOW],
    };
    expect(told({}, after)).toEqual([]);
  });

  test('no entry has a name, an address, a device or a link of the invitee', () => {
    const after = invitation({
      devices: { 'thumb-of-a-key': LATER },
      firstName: 'Augusta',
      role: 'viewer',
      ...byEditor,
    });
    const text = JSON.stringify([...happenings(undefined, invitation()), ...happenings(invitation(), after)]);
    for (const secret of ['Ada', 'Augusta', 'Byron', 'Example.edu', 'thumb', 'aaaa'])
      expect(text).not.toContain(secret);
  });
});

test('an entry that was taken out of the calendar is told as a mail', () => {
  const entry = { sequence: 0, startsAt: LATER };
  const withdrawn = { sequence: 1, startsAt: LATER, withdrawnAt: LATER };
  expect(told({ calendarEntry: entry }, { calendarEntry: withdrawn })).toEqual([
    { at: LATER, type: 'mailed', state: 'sent', withdrawal: true },
  ]);
  expect(told({}, { calendarEntry: entry })).toEqual([]);
  expect(told({ calendarEntry: withdrawn }, { calendarEntry: withdrawn })).toEqual([]);
});
