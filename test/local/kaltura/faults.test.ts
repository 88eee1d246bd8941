import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startKaltura } from '../../../local/kaltura/server.ts';
import { type StandIn, startStandIn } from './support.ts';

let kaltura: StandIn;
beforeAll(async () => {
  kaltura = await startStandIn();
});
beforeEach(() => kaltura.reset());
afterAll(() => kaltura.stop());

const post = (endpoint: string, form: Record<string, string>, signal?: AbortSignal) =>
  fetch(`${endpoint}/api_v3/service/session/action/end`, {
    method: 'POST',
    body: new URLSearchParams({ format: '1', ...form }),
    signal: signal ?? null,
  });
const getUser = (signal?: AbortSignal) =>
  fetch(`${kaltura.endpoint}/api_v3/service/user/action/get`, {
    method: 'POST',
    body: new URLSearchParams({ format: '1', ks: kaltura.userSession('owner') }),
    signal: signal ?? null,
  });

describe('a fault', () => {
  it('delays the answer', async () => {
    kaltura.faults.set({ kind: 'slow', ms: 150 });
    const started = performance.now();
    expect(await (await getUser()).json()).toMatchObject({ id: 'owner' });
    expect(performance.now() - started).toBeGreaterThan(140);
  });

  it('keeps the caller waiting', async () => {
    kaltura.faults.set({ kind: 'hang' });
    await expect(getUser(AbortSignal.timeout(150))).rejects.toThrow(/timeout/);
  });

  it('closes the connection', async () => {
    kaltura.faults.set({ kind: 'reset' });
    await expect(getUser()).rejects.toThrow('fetch failed');
  });

  it('answers a status', async () => {
    kaltura.faults.set({ kind: 'status' });
    expect((await getUser()).status).toBe(503);
    kaltura.faults.set({ kind: 'status', status: 429 });
    expect((await getUser()).status).toBe(429);
  });

  it('answers a page with status 200', async () => {
    kaltura.faults.set({ kind: 'html' });
    const { status, headers } = await getUser();
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('answers half of the JSON', async () => {
    kaltura.faults.set({ kind: 'half' });
    const text = await (await getUser()).text();
    expect(text).toMatch(/^\{"objectType"/);
    expect(() => JSON.parse(text)).toThrow();
  });

  it('answers an error of the API', async () => {
    kaltura.faults.set({ kind: 'apiError', code: 'INTERNAL_SERVERL_ERROR' });
    const response = await getUser();
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      code: 'INTERNAL_SERVERL_ERROR',
      objectType: 'KalturaAPIException',
    });
  });

  it('concerns one action if it is set for one', async () => {
    kaltura.faults.set({ kind: 'status' }, 'Session.END');
    expect((await getUser()).status).toBe(200);
    expect((await post(kaltura.endpoint, {})).status).toBe(503);
  });

  it('of one action wins over the fault of all, until it is cleared', async () => {
    kaltura.faults.set({ kind: 'status', status: 500 });
    kaltura.faults.set({ kind: 'status', status: 429 }, 'user.get');
    expect((await getUser()).status).toBe(429);
    kaltura.faults.clear('user.get');
    expect((await getUser()).status).toBe(500);
    kaltura.faults.clear();
    expect((await getUser()).status).toBe(200);
  });

  it('does not keep the action from being done if only the answer is late or cut', async () => {
    kaltura.faults.set({ kind: 'half' }, 'session.end');
    const ks = kaltura.userSession('owner');
    await post(kaltura.endpoint, { ks });
    expect(await kaltura.call('user.get', { ks })).toMatchObject({ code: 'INVALID_KS' });
  });
});

it('stops at once although a caller still waits for an answer', async () => {
  const other = await startKaltura();
  other.faults.set({ kind: 'hang' });
  const waiting = post(other.endpoint, {}).catch(() => 'closed');
  await expect.poll(() => other.requests.length).toBe(1);
  const started = performance.now();
  await other.stop();
  expect(performance.now() - started).toBeLessThan(1000);
  expect(await waiting).toBe('closed');
});
