import { describe, expect, test } from 'vitest';
import { keys } from '../../functions/table.ts';
import { call, redeem, tokenOf } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { forget } from '../support/items.ts';
import { longLogin, passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { origin } from '../support/stack.ts';
import { outcome, owner } from './frozen-stage.ts';

/** Contract section 4: redeem checks proof, token, room deleted, revoked, replaced, expired, domain, session over, … */

const block = (...blocked: string[]) =>
  changeSettings(owner, settings => {
    settings.emailDomains.blocked = blocked;
  });

test('Redeem: the first that is wrong is what is told, in the contract’s order', async () => {
  const scene = await Scene.set(owner, {}, {});
  const { link, email } = scene.invited;
  const told: unknown[] = [];
  const tell = async (visit: object = {}) => {
    told.unshift(outcome(await scene.visit({ link, enter: true, ...visit })));
  };
  // From the last check to the first: each step adds something that is checked earlier than all before it.
  await scene.enter();
  const device = await Device.create();
  await tell({ device, email });
  await tell({ device });
  await scene.move({ startsIn: 10 });
  await tell({ device });
  await tell({ device, email: 'wrong@example.edu' });
  await scene.move({ endsIn: -1 });
  await tell({ device, email: 'wrong@example.edu' });
  await block('example.edu');
  await tell({ device, email: 'wrong@example.edu' });
  passMinutes(1441);
  await tell();
  await block();
  await scene.inviteAgain();
  passMinutes(1441);
  await block('example.edu');
  await tell();
  await scene.manage('revokeInvitation');
  await tell();
  await scene.deleteRoom();
  await tell();
  await tell({ link: `${link}x` });
  const body = { token: 'garbled' };
  told.unshift(outcome(await call('redeemInvitation', { body, headers: { dpop: 'garbled' } })));
  expect(told).toEqual([
    'invalid_device_proof',
    'link_invalid',
    'room_deleted',
    'invitation_revoked',
    'link_replaced',
    'link_expired',
    'email_domain_blocked',
    'ended',
    'email_mismatch',
    'waiting',
    'lobby',
    'link_used_on_another_device',
  ]);
  await block();
});

test('Redeem: once the token is verified, problems carry site and locale; before, they do not', async () => {
  const scene = await Scene.set(owner, {}, { locale: 'fr' });
  await scene.manage('revokeInvitation');
  const { status, body } = await scene.visit();
  expect([status, body.code, body.locale]).toEqual([410, 'invitation_revoked', 'fr']);
  expect(body.site).toEqual({ name: expect.any(String), logoUrl: null, color: '#006efa' });
  const forged = await scene.visit({ link: `${scene.invited.link}x` });
  expect(forged.body).toMatchObject({ status: 404, code: 'link_invalid' });
  expect(forged.body.site).toBeUndefined();
});

test('Redeem: `link_expired` also when nothing is left of a genuine link’s invitation', async () => {
  const scene = await Scene.set(owner);
  await forget(keys.invitation('demo', scene.roomId, scene.invited.id));
  expect((await scene.enter()).body).toMatchObject({ status: 410, code: 'link_expired' });
});

test('Redeem: links from before a deletion stay dead when the room is opened again', async () => {
  const scene = await Scene.set(owner);
  const old = scene.invited.link;
  await scene.enter();
  await scene.deleteRoom();
  await scene.move({});
  expect((await scene.enter()).body).toMatchObject({ status: 410, code: 'room_deleted' });
  await scene.inviteAgain();
  expect(outcome(await scene.visit({ link: old }))).toBe('room_deleted');
  expect((await scene.visit()).body).toMatchObject({ state: 'lobby', known: false });
});

test('Redeem: nobody whose request began after a revoke answered is admitted, and the session ends', async () => {
  const scene = await Scene.set(owner);
  await scene.enter();
  await scene.manage('revokeInvitation');
  expect(outcome(await scene.enter())).toBe('invitation_revoked');
});

describe('Redeem: the device’s proof', () => {
  const withProof = async (dpop?: string) => {
    const scene = await Scene.set(owner);
    const body = { token: tokenOf(scene.invited.link) };
    return call('redeemInvitation', { body, ...(dpop !== undefined && { headers: { dpop } }) });
  };

  test('a missing proof is refused with the server’s time', async () => {
    expect((await withProof()).body).toMatchObject({
      status: 401,
      code: 'invalid_device_proof',
      now: new Date().toISOString(),
    });
  });

  test('a proof for another URL, and a ticket’s proof for the session, are refused', async () => {
    const device = await Device.create();
    for (const url of [`${origin}/v1/session`, 'https://elsewhere.test/v1/redeem', '/v1/redeem'])
      expect((await withProof(await device.proof(url))).status, url).toBe(401);
    expect((await withProof(await device.proof(`${origin}/v1/redeem?x=1#y`))).status).toBe(200);
  });

  test('a proof is good for 60 seconds before and after', async () => {
    const device = await Device.create();
    const statuses = [];
    for (const seconds of [-62, -58, 58, 62]) {
      const now = new Date(Date.now() + seconds * 1000);
      statuses.push((await withProof(await device.proof(`${origin}/v1/redeem`, { now }))).status);
    }
    expect(statuses).toEqual([401, 200, 200, 401]);
  });

  test('a proof that was changed, or made with another key than it shows, is refused', async () => {
    const [one, other] = await Promise.all([Device.create(), Device.create()]);
    const proofs = await Promise.all([one, other].map(device => device.proof(`${origin}/v1/redeem`)));
    const [[, payload, signature] = [], [header] = []] = proofs.map(proof => proof.split('.'));
    expect((await withProof(`${header}.${payload}.${signature}`)).status).toBe(401);
    expect((await withProof(`${proofs[0]},${proofs[1]}`)).status).toBe(401);
    expect((await withProof(proofs[0])).status).toBe(200);
  });

  test('a token of another site’s link opens that site’s room only, with that site’s login', async () => {
    const elsewhere = await longLogin('owner', { scope: 'rooms:write', site: 'other' });
    const scene = await Scene.set(elsewhere);
    const { email, link } = scene.invited;
    const ours = await longLogin('ada', { email });
    const theirs = await longLogin('ada', { email, site: 'other' });
    const device = await Device.create();
    expect((await redeem({ device, link, token: ours })).body.known).toBe(false);
    expect((await redeem({ device, link, token: theirs })).body.known).toBe(true);
  });
});
