import { expect, test } from 'vitest';
import { call, tokenOf } from '../support/api.ts';
import { inMinutes, passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { outcome, owner } from './frozen-stage.ts';

/** docs/contract.md#request-a-fresh-link. */

const deliveryOf = async (scene: Scene) => (await scene.manage('getInvitation')).body.delivery;

async function freshLink(scene: Scene): Promise<string> {
  expect((await scene.requestLink()).status).toBe(202);
  const link = await scene.freshLink();
  if (link === undefined) throw new Error('no fresh link was granted');
  return link;
}

test('Request link: a fresh link goes to the mail queue, with the same expiry', async () => {
  const scene = await Scene.set(owner);
  const { expiresAt } = (await scene.manage('getInvitation')).body;
  passMinutes(1);
  const fresh = await freshLink(scene);
  expect(fresh).not.toBe(scene.invited.link);
  expect(await deliveryOf(scene)).toEqual({ state: 'queued', at: inMinutes(0) });
  const visit = await scene.enter({ link: fresh });
  expect(visit.body).toMatchObject({ state: 'admitted', invitation: { expiresAt } });
  expect((await scene.manage('getInvitationLink')).body.link).toBe(fresh);
});

test('Request link: at most 5 a day', async () => {
  const scene = await Scene.set(owner, {}, { expiresAt: inMinutes(5000) });
  const granted: string[] = [];
  for (let count = 0; count < 8; count += 1) {
    await scene.requestLink();
    granted.push((await deliveryOf(scene)).at);
    passMinutes(10);
  }
  expect(new Set(granted)).toHaveLength(5);
  passMinutes(24 * 60 - 80);
  await scene.requestLink();
  expect((await deliveryOf(scene)).at).toBe(inMinutes(0));
});

test('Request link: in every other case the answer is the same, and nothing happens', async () => {
  const good = await (await Scene.set(owner)).requestLink();
  const refusedBy = async (spoil: (scene: Scene) => Promise<unknown>) => {
    const scene = await Scene.set(owner);
    const { link } = scene.invited;
    await spoil(scene);
    const { status, body } = await scene.requestLink(link);
    expect([status, body]).toEqual([good.status, good.body]);
    expect(await scene.freshLink()).toBeUndefined();
  };
  await refusedBy(scene => scene.manage('revokeInvitation'));
  await refusedBy(scene => scene.inviteAgain());
  await refusedBy(scene => scene.deleteRoom());
  await refusedBy(async () => passMinutes(1440));
  const setTemplate = (template: string | null) =>
    changeSettings(owner, settings => {
      settings.inviteToMedia.inviteEmailTemplate = template;
    });
  await refusedBy(() => setTemplate(null));
  await setTemplate('invitation');
  for (const token of ['garbled', 'a.b.c']) {
    const { status, body } = await call('requestLink', { body: { token } });
    expect([status, body]).toEqual([202, good.body]);
  }
});

test('Request link: a revoke and a new generation end the fresh link with the old one', async () => {
  const scene = await Scene.set(owner);
  const fresh = await freshLink(scene);
  await scene.manage('revokeInvitation');
  expect(outcome(await scene.enter({ link: fresh }))).toBe('invitation_revoked');
  await scene.inviteAgain();
  expect(outcome(await scene.enter({ link: fresh }))).toBe('link_replaced');
  expect(outcome(await scene.enter())).toBe('admitted');
});

test('Request link: a holder of the fresh link may request another one with it', async () => {
  const scene = await Scene.set(owner);
  const fresh = await freshLink(scene);
  passMinutes(5);
  expect((await call('requestLink', { body: { token: tokenOf(fresh) } })).status).toBe(202);
  expect((await deliveryOf(scene)).at).toBe(inMinutes(0));
  expect(outcome(await scene.enter({ link: fresh }))).toBe('admitted');
});
