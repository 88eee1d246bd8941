import { describe, expect, test } from 'vitest';
import { call, tokenOf } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { passMinutes, Scene } from '../support/scene.ts';
import { changeSettings } from '../support/site.ts';
import { origin } from '../support/stack.ts';
import { outcome, owner } from './frozen-stage.ts';

/** docs/contract.md#3-routes, Order of checks: the first check that fails decides the answer. */

const block = (...blocked: string[]) =>
  changeSettings(owner, settings => {
    settings.emailDomains.blocked = blocked;
  });

test('Redeem: the first failed check, in the contract’s order, decides the answer', async () => {
  const scene = await Scene.set(owner, {}, {});
  const { link, email } = scene.invited;
  const told: unknown[] = [];
  const tell = async (visit: object = {}) => {
    told.unshift(outcome(await scene.visit({ link, enter: true, ...visit })));
  };
  // From the last check to the first: each step adds a failure that is checked before all failures so far.
  await scene.enter();
  const device = await Device.create();
  await tell({ device, email });
  await tell({ device });
  await scene.move({ startsIn: 20 });
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

describe('Redeem: the device’s proof', () => {
  const withProof = async (dpop?: string) => {
    const scene = await Scene.set(owner);
    const body = { token: tokenOf(scene.invited.link) };
    return call('redeemInvitation', { body, ...(dpop !== undefined && { headers: { dpop } }) });
  };

  test('a proof for another URL, and a ticket’s proof for the session, are refused', async () => {
    const device = await Device.create();
    for (const url of [`${origin}/v1/session`, 'https://elsewhere.test/v1/redeem', '/v1/redeem'])
      expect((await withProof(await device.proof(url))).status, url).toBe(401);
    expect((await withProof(await device.proof(`${origin}/v1/redeem?x=1#y`))).status).toBe(200);
  });

  test('a proof is accepted up to 60 seconds before and after its time', async () => {
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
});
