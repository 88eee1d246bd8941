import { afterEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../domain/site.ts';
import { before } from '../bin/support/tables.ts';
import { call } from '../support/api.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { outcome, owner } from './frozen-stage.ts';

/** docs/contract.md#redeem, Session times: `opensAt` is `startsAt` minus the early entry of the invitee's role. */

type EarlyEntry = Settings['inviteToMedia']['earlyEntryMinutes'];
const DEFAULTS: EarlyEntry = { viewer: 0, speaker: 15, moderator: 15 };

const allow = (minutes: EarlyEntry) =>
  changeSettings(owner, ({ inviteToMedia }) => {
    inviteToMedia.earlyEntryMinutes = minutes;
  });
afterEach(() => allow(DEFAULTS));

test('Early entry: a speaker may enter 15 minutes before the start, and is told that time before, known or not', async () => {
  const scene = await Scene.set(owner, { startsIn: 60 });
  const [startsAt, opensAt] = [inMinutes(60), inMinutes(45)];
  const waiting = { state: 'waiting', opensAt, room: { startsAt } };
  expect((await scene.visit()).body).toMatchObject({ ...waiting, known: false });
  passMinutes(44.999);
  expect((await scene.enter()).body).toMatchObject({ ...waiting, known: true });
  passMinutes(0.001);
  const lobby = await scene.visit();
  expect(lobby.body).toMatchObject({ state: 'lobby', room: { startsAt } });
  expect(lobby.body).not.toHaveProperty('opensAt');
  expect((await scene.enter()).body).toMatchObject({
    state: 'admitted',
    role: 'speaker',
    room: { startsAt },
  });
});

describe('Early entry: the setting', () => {
  test('applies its current value for each role, at once', async () => {
    const scene = await Scene.set(owner, { startsIn: 60 }, { role: 'viewer' });
    await allow({ viewer: 30, speaker: 0, moderator: 240 });
    expect((await scene.visit()).body).toMatchObject({ state: 'waiting', opensAt: inMinutes(30) });
    await allow({ viewer: 60, speaker: 0, moderator: 0 });
    expect(outcome(await scene.visit())).toBe('lobby');
  });

  test('may be left out of a `PUT`, and then has its defaults', async () => {
    await allow({ viewer: 1, speaker: 2, moderator: 3 });
    const { body, headers } = await call('getSettings', { token: owner });
    expect(body.inviteToMedia.earlyEntryMinutes).toEqual({ viewer: 1, speaker: 2, moderator: 3 });
    const { earlyEntryMinutes: _, ...inviteToMedia } = body.inviteToMedia;
    const saved = await call('putSettings', {
      token: owner,
      headers: { 'if-match': headers.etag ?? '' },
      body: { ...body, inviteToMedia },
    });
    expect([saved.status, saved.body.inviteToMedia.earlyEntryMinutes]).toEqual([200, DEFAULTS]);
    const read = await call('getSettings', { token: owner });
    expect(read.body.inviteToMedia.earlyEntryMinutes).toEqual(DEFAULTS);
  });
});

test('Early entry: a demotion wins the race with an early entry: no viewer is admitted before the start', async () => {
  const scene = await Scene.set(owner, { startsIn: 10 });
  const opensAt = inMinutes(10);
  const demote = () => {
    passMinutes(0.001);
    return scene.manage('promoteInvitation', { role: 'viewer' });
  };
  before('UpdateItemCommand', demote, scene.key);
  expect((await scene.enter()).body).toMatchObject({ state: 'waiting', opensAt });
  expect((await scene.manage('getInvitation')).body.devices.used).toBe(0);
});
