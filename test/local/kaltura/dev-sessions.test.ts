import { afterAll, beforeAll, expect, it } from 'vitest';
import { kalturaSessionsRoute } from '../../../local/dev/kaltura-sessions.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import { ADMIN_SECRET, seedDirectory } from '../../../local/kaltura/directory.ts';
import { openKs } from '../../../local/kaltura/ks.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';

let gateway: LoopbackServer;
beforeAll(async () => {
  gateway = await startGateway([kalturaSessionsRoute(seedDirectory(new Date()))]);
});
afterAll(() => gateway.stop());

async function issue(body: object) {
  const response = await fetch(`http://127.0.0.1:${gateway.port}/dev/kaltura-sessions`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  const { ks = '', code } = (await response.json()) as { ks?: string; code?: string };
  return { status: response.status, code, session: openKs(ks, { 1234567: [ADMIN_SECRET] }) };
}
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

it('issues a session for the owner by default', async () => {
  const { status, session } = await issue({});
  expect(status).toBe(200);
  expect(session).toMatchObject({ type: 0, userId: 'owner', privileges: new Map() });
  expect(Math.abs((session?.expiry ?? 0) - inSeconds(3600))).toBeLessThan(60);
});

it('issues what it is asked for, also an expired session', async () => {
  const privileges = { disableentitlement: '', firstName: 'x,edit:*' };
  const { session } = await issue({ userId: 'ada', type: 'ADMIN', privileges, expiresIn: -60 });
  expect(session).toMatchObject({ type: 2, userId: 'ada', privileges: new Map(Object.entries(privileges)) });
  expect(session?.expiry).toBeLessThan(inSeconds(0));
});

it('refuses a body that it does not understand', async () => {
  expect(await issue({ type: 'WIDGET' })).toMatchObject({ status: 400, code: 'invalid_request' });
});
