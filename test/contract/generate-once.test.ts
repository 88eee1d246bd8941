import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { call } from '../support/api.ts';
import { persist, personBody } from '../support/ground.ts';
import { everythingKept } from '../support/items.ts';
import { longLogin, passMinutes, Scene } from '../support/scene.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** Contract section 3, Generate: `Idempotency-Key`, and the batch. */

let owner: string;
let editor: string;

beforeAll(async () => {
  await startWithEmptyTable();
  owner = await longLogin('owner', { scope: 'rooms:write site:admin' });
  editor = await longLogin('editor');
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

type Asked = { body?: object; key?: string; token?: string };
const generate = ({ roomId }: Scene, { body = personBody(), key, token = owner }: Asked) =>
  call('generateInvitation', {
    parameters: { roomId },
    token,
    body,
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  });
const batch = ({ roomId }: Scene, invitations: unknown[], key?: string) =>
  call('generateInvitations', {
    parameters: { roomId },
    token: owner,
    body: { invitations },
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
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

  test('the answer stays the same when the invitation has changed meanwhile, and brings nothing back', async () => {
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

  test('same key, other body: 422', async () => {
    const scene = await Scene.set(owner);
    const key = randomUUID();
    await generate(scene, { key });
    expect((await generate(scene, { key })).body).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
  });

  test('the order of a body’s members makes no other body', async () => {
    const scene = await Scene.set(owner);
    const [body, key] = [personBody(), randomUUID()];
    const first = await generate(scene, { body, key });
    const turned = Object.fromEntries(Object.entries(body).reverse());
    expect((await generate(scene, { body: turned, key })).body).toEqual(first.body);
  });

  test('it is seen within site, caller and path', async () => {
    const [scene, other] = [await Scene.set(owner), await Scene.set(owner)];
    await scene.move({}, { coEditors: ['editor'] });
    const [key, body] = [randomUUID(), personBody()];
    const first = await generate(scene, { key, body });
    const elsewhere = await generate(other, { key, body: personBody() });
    const bySomebodyElse = await generate(scene, { key, body: personBody(), token: editor });
    expect([first.status, elsewhere.status, bySomebodyElse.status]).toEqual([201, 201, 201]);
    const foreignOwner = await longLogin('owner', { scope: 'rooms:write', site: 'other' });
    const foreign = await Scene.set(foreignOwner);
    expect((await generate(foreign, { key, body, token: foreignOwner })).status).toBe(201);
  });

  test('it is kept 24 hours', async () => {
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

  test('a refusal uses no key up', async () => {
    const scene = await Scene.set(owner);
    const key = randomUUID();
    expect((await generate(scene, { key, body: { ...personBody(), role: 'owner' } })).status).toBe(400);
    expect((await generate(scene, { key })).status).toBe(201);
  });

  test('it has up to 255 characters', async () => {
    const scene = await Scene.set(owner);
    expect((await generate(scene, { key: 'k'.repeat(255) })).status).toBe(201);
    for (const key of ['k'.repeat(256), '', 'ä']) expect((await generate(scene, { key })).status).toBe(400);
  });

  test('the link itself is not kept with it', async () => {
    const scene = await Scene.set(owner);
    const { body } = await generate(scene, { key: randomUUID() });
    const kept = await everythingKept();
    for (const part of body.link.split('#')[1].split('.').slice(1)) expect(kept).not.toContain(part);
  });
});

describe('Generate: a batch', () => {
  test('rows are answered in order, and one bad row never spoils another', async () => {
    const scene = await Scene.set(owner);
    const known = { ...personBody(), email: scene.invited.email };
    const rows = [personBody(), { ...personBody(), role: 'owner' }, known, 'nonsense', null, personBody()];
    const { status, body } = await batch(scene, rows);
    expect(status).toBe(200);
    expect(body.results.map((row: { status: number }) => row.status)).toEqual([201, 400, 200, 400, 400, 201]);
    expect(body.results[0].invitation.email).toBe((rows[0] as { email: string }).email);
    expect(body.results[1].problem).toMatchObject({ code: 'invalid_request', status: 400 });
    expect(body.results[1].problem.errors[0].path).toMatch(/role/);
    expect((await scene.enter({ link: body.results[2].link })).body.state).toBe('admitted');
  });

  test('it has 1 to 200 rows', { timeout: 120_000 }, async () => {
    const scene = await Scene.set(owner);
    expect((await batch(scene, [])).status).toBe(400);
    const rows = Array.from({ length: 201 }, () => personBody());
    expect((await batch(scene, rows)).status).toBe(400);
    const { body } = await persist(() => batch(scene, rows.slice(1)));
    expect(body.results).toHaveLength(200);
    for (const { status } of body.results) expect([200, 201]).toContain(status);
  });

  test('the same person twice: the last row’s link is the one that lives', async () => {
    const scene = await Scene.set(owner);
    const row = personBody();
    const { results } = (await batch(scene, [row, { ...row, email: row.email.toUpperCase() }])).body;
    expect(results.map(({ status }: { status: number }) => status)).toEqual([201, 200]);
    const told = await Promise.all([0, 1].map(index => scene.visit({ link: results[index].link })));
    expect(told.map(({ body }) => body.code ?? body.state)).toEqual(['link_replaced', 'lobby']);
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
