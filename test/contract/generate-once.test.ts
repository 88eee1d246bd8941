import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call, longLogin } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { personBody } from '../support/ground.ts';
import { everythingKept } from '../support/items.ts';
import { passMinutes, Scene } from '../support/scene.ts';
import { outcome, owner } from './frozen-stage.ts';

/** docs/contract.md#generate: `Idempotency-Key`, and the batch. */

type Asked = { body?: object; key?: string; token?: string };
const withKey = (key?: string): { headers?: Record<string, string> } =>
  key === undefined ? {} : { headers: { 'idempotency-key': key } };
const generate = ({ roomId }: Scene, { body = personBody(), key, token = owner }: Asked) =>
  call('generateInvitation', { parameters: { roomId }, token, body, ...withKey(key) });
const batch = ({ roomId }: Scene, invitations: unknown[], key?: string) =>
  call('generateInvitations', {
    parameters: { roomId },
    token: owner,
    body: { invitations },
    ...withKey(key),
  });

describe('Generate: Idempotency-Key', () => {
  test('same key and same body: the same answer, no second write', async () => {
    const scene = await Scene.set(owner);
    const asked = { body: { ...personBody(), sendEmail: true }, key: randomUUID() };
    const first = await generate(scene, asked);
    const kept = await everythingKept();
    passMinutes(60);
    const again = await generate(scene, asked);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(first.status).toBe(201);
    expect(await everythingKept()).toBe(kept);
  });

  test('a repeated request gets the same answer after the invitation has changed, and undoes no change', async () => {
    const scene = await Scene.set(owner);
    const asked = { body: { ...personBody(), email: scene.invited.email }, key: randomUUID() };
    const first = await generate(scene, asked);
    expect(first.status).toBe(200);
    await scene.manage('revokeInvitation');
    const again = await generate(scene, asked);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await scene.manage('getInvitation')).body.status).toBe('revoked');
    expect((await scene.enter({ link: again.body.link })).body.code).toBe('invitation_revoked');
  });

  test('a body with its members in another order is the same body', async () => {
    const scene = await Scene.set(owner);
    const [body, key] = [personBody(), randomUUID()];
    const first = await generate(scene, { body, key });
    const turned = Object.fromEntries(Object.entries(body).reverse());
    expect((await generate(scene, { body: turned, key })).body).toEqual(first.body);
  });

  test('the key is scoped to site, caller and path', async () => {
    const [scene, other] = [await Scene.set(owner), await Scene.set(owner)];
    await scene.move({}, { coEditors: ['editor'] });
    const [key, body] = [randomUUID(), personBody()];
    const first = await generate(scene, { key, body });
    const elsewhere = await generate(other, { key, body: personBody() });
    const bySomebodyElse = await generate(scene, {
      key,
      body: personBody(),
      token: await longLogin('editor'),
    });
    expect([first.status, elsewhere.status, bySomebodyElse.status]).toEqual([201, 201, 201]);
    const foreignOwner = await longLogin('owner', { scope: 'rooms:write', site: 'other' });
    const foreign = await Scene.set(foreignOwner);
    expect((await generate(foreign, { key, body, token: foreignOwner })).status).toBe(201);
  });

  test('the key is kept for 24 hours', async () => {
    const scene = await Scene.set(owner);
    const asked = { body: personBody(), key: randomUUID() };
    const first = await generate(scene, asked);
    passMinutes(24 * 60 - 0.1);
    expect((await generate(scene, asked)).body.link).toBe(first.body.link);
    passMinutes(0.2);
    const later = await generate(scene, asked);
    expect(later.status).toBe(200);
    expect(later.body.link).not.toBe(first.body.link);
  });

  test('a refused request does not use up the key', async () => {
    const scene = await Scene.set(owner);
    const key = 'k'.repeat(255);
    expect((await generate(scene, { key, body: { ...personBody(), role: 'owner' } })).status).toBe(400);
    expect((await generate(scene, { key })).status).toBe(201);
  });

  test('the idempotency record does not contain the link', async () => {
    const scene = await Scene.set(owner);
    const { body } = await generate(scene, { key: randomUUID() });
    const kept = await everythingKept();
    for (const part of body.link.split('#')[1].split('.').slice(1)) expect(kept).not.toContain(part);
  });
});

describe('Generate: a batch', () => {
  test('if two rows name the same person, the link of the last row works', async () => {
    const scene = await Scene.set(owner);
    const row = personBody();
    const { results } = (await batch(scene, [row, { ...row, email: row.email.toUpperCase() }])).body;
    expect(results.map(({ status }: { status: number }) => status)).toEqual([201, 200]);
    const told = await Promise.all([0, 1].map(index => scene.visit({ link: results[index].link })));
    expect(told.map(outcome)).toEqual(['link_replaced', 'lobby']);
  });

  test('with an Idempotency-Key, too, rows of the same person are written in order', async () => {
    const scene = await Scene.set(owner);
    const [row, key] = [personBody(), randomUUID()];
    const rows = Array.from({ length: 20 }, () => row);
    const meter = new DatabaseMeter();
    const { results } = (await batch(scene, rows, key)).body;
    expect(meter.take()).toMatchObject({ writes: rows.length, refused: 0 });
    expect(results.map(({ status }: { status: number }) => status)).toEqual([
      201,
      ...rows.slice(1).map(() => 200),
    ]);
    expect((await scene.visit({ link: results.at(-1).link })).body.state).toBe('lobby');
    expect((await batch(scene, rows, key)).body.results).toEqual(results);
  });

  test('an Idempotency-Key covers each row', async () => {
    const scene = await Scene.set(owner);
    const [rows, key] = [[personBody(), { ...personBody(), role: 'owner' }, personBody()], randomUUID()];
    const first = await batch(scene, rows, key);
    const kept = await everythingKept();
    const again = await batch(scene, rows, key);
    expect(again.body.results[0]).toEqual(first.body.results[0]);
    expect(again.body.results[2]).toEqual(first.body.results[2]);
    expect(await everythingKept()).toBe(kept);
    const changed = await batch(scene, [personBody(), personBody(), rows[2]], key);
    expect(changed.body.results.map(({ status }: { status: number }) => status)).toEqual([422, 201, 201]);
    expect(changed.body.results[2]).toEqual(first.body.results[2]);
  });
});
