import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { putSite } from '../../functions/adapters/dynamodb/put-site.ts';
import { unsubscribeToken } from '../../functions/adapters/unsubscribe-tokens.ts';
import { type RouteName, routes } from '../../functions/contract/routes.ts';
import { loadHandler } from '../../local/gateway/lambda.ts';
import { localSites } from '../../local/sites.ts';
import { call, login, tokenOf } from '../support/api.ts';
import { DatabaseProxy } from '../support/database-proxy.ts';
import { Device } from '../support/device.ts';
import { type Invited, invite, loginOwner, personBody, putRoom } from '../support/ground.ts';
import { formToken } from '../support/kaf.ts';
import { callWithin, type HttpHandler } from '../support/outage.ts';
import { origin, startWithEmptyTable } from '../support/stack.ts';

/** A dependency may hang: the function answers before its own timeout, and no data is lost. */

/** The function reserves half a second of this time for its answer. */
const DEADLINE_MILLIS = 800;
const database = new DatabaseProxy(inject('dynamoDb'));
let owner: string;
let invited: Invited;

beforeAll(async () => {
  await startWithEmptyTable();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = await database.start();
  vi.resetModules();
  owner = await loginOwner();
  await putRoom(owner, 'room');
  invited = await invite(owner, 'room');
});

afterAll(() => database.stop());

/** Routes whose answer does not depend on the database. */
const INDEPENDENT: RouteName[] = ['getHealth', 'getOpenapi', 'getTicketKeys', 'getProblem'];

const request = async () => ({
  headers: {
    authorization: `Bearer ${owner}`,
    dpop: await (await Device.create()).proof(`${origin}/v1/redeem`),
  },
  pathParameters: { roomId: 'room', id: invited.id, code: 'forbidden', name: 'invitation', locale: 'en' },
  body: JSON.stringify({ token: tokenOf(invited.link) }),
});

/** The query string of routes whose token is in the URL. */
async function queryOf(name: RouteName): Promise<{ rawQueryString?: string }> {
  if (name !== 'unsubscribe' && name !== 'getUnsubscribePage') return {};
  const token = await unsubscribeToken({ site: 'demo', email: 'ada@example.edu', locale: 'en' });
  return { rawQueryString: `token=${token}` };
}

/** These verify a ticket or a launch token before they use the database; tests below cover them. */
const AFTER_TOKENS: RouteName[] = ['getSession', 'getLaunchForm'];
const names = (Object.keys(routes) as RouteName[]).filter(name => !AFTER_TOKENS.includes(name));

test('getSession answers before its deadline when the database hangs', async () => {
  const device = await Device.create();
  const { link, email } = await invite(owner, 'room');
  const body = { token: tokenOf(link), email, enter: true };
  const entered = await call('redeemInvitation', {
    body,
    headers: { dpop: await device.proof(`${origin}/v1/redeem`) },
  });
  const { ticket } = entered.body;
  vi.resetModules();
  database.mood = 'hanging';
  onTestFinished(() => {
    database.mood = 'well';
  });
  const { status, headers, millis } = await callWithin('getSession', DEADLINE_MILLIS, {
    headers: {
      authorization: `DPoP ${ticket}`,
      dpop: await device.proof(`${origin}/v1/session`, { ticket }),
    },
  });
  expect([status, Number(headers['retry-after']) > 0]).toEqual([503, true]);
  expect(millis).toBeLessThan(DEADLINE_MILLIS);
});

test('getLaunchForm answers before its deadline when the database hangs', async () => {
  const token = await formToken(new Date());
  vi.resetModules();
  database.mood = 'hanging';
  onTestFinished(() => {
    database.mood = 'well';
  });
  const { status, headers, millis } = await callWithin('getLaunchForm', DEADLINE_MILLIS, {
    body: JSON.stringify({ token }),
  });
  expect([status, Number(headers['retry-after']) > 0]).toEqual([503, true]);
  expect(millis).toBeLessThan(DEADLINE_MILLIS);
});

test('a retry with the same key after a lost answer results in one invitation', async () => {
  const body = personBody();
  const headers = { 'idempotency-key': 'lost' };
  const generate = () =>
    call('generateInvitation', { parameters: { roomId: 'room' }, token: owner, body, headers });
  const list = async () =>
    (
      await call('listInvitations', {
        parameters: { roomId: 'room' },
        query: { email: body.email },
        token: owner,
      })
    ).body.items;
  // Uses a new function instance, because the old one may still wait for requests that hung.
  vi.resetModules();
  database.mood = 'mute';
  const lost = await callWithin('generateInvitation', 3000, {
    pathParameters: { roomId: 'room' },
    headers: { authorization: `Bearer ${owner}`, ...headers },
    body: JSON.stringify(body),
  });
  expect(lost.status).toBe(503);
  database.mood = 'well';
  const [written] = await list();
  expect(written).toMatchObject({ email: body.email });
  const answers = [await generate(), await generate()];
  for (const answer of answers) expect(answer).toMatchObject({ status: 201, body: { invitation: written } });
  expect(await list()).toHaveLength(1);
});

const content = { subject: 'Hi', html: '{{link}}', text: '{{link}}' };

test.each<[RouteName, object?]>([
  ['listEmailTemplates'],
  ['getEmailTemplate'],
  ['putEmailTemplate', content],
  ['deleteEmailTemplate'],
  ['previewEmailTemplate', {}],
  ['testEmailTemplate', content],
])('%s answers before its deadline when SES hangs', async (name, body) => {
  const hanging = createServer(() => {});
  await new Promise<void>(started => hanging.listen(0, '127.0.0.1', started));
  process.env.AWS_ENDPOINT_URL_SESV2 = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
  vi.resetModules();
  const { status, headers, millis } = await callWithin(name, DEADLINE_MILLIS, {
    headers: { authorization: `Bearer ${owner}` },
    pathParameters: { name: 'hanging', locale: 'en' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect([status, Number(headers['retry-after']) > 0]).toEqual([503, true]);
  expect(millis).toBeLessThan(DEADLINE_MILLIS);
  process.env.AWS_ENDPOINT_URL_SESV2 = inject('ses');
  hanging.closeAllConnections();
  hanging.close();
});

test('a function does not wait beyond its deadline for an issuer whose keys hang', async () => {
  const hanging = createServer(() => {});
  await new Promise<void>(started => hanging.listen(0, '127.0.0.1', started));
  const [demo] = localSites(origin);
  if (demo === undefined) throw new Error('there is no demo site');
  const { port } = hanging.address() as AddressInfo;
  const issuers = demo.trust.issuers.map(issuer => ({
    ...issuer,
    jwksUrl: `http://127.0.0.1:${port}/jwks.json`,
  }));
  const token = await login({ sub: 'owner' });
  await putSite({ ...demo.trust, issuers }, demo.settings);
  vi.resetModules();
  const { status, headers, millis } = await callWithin('getRoom', DEADLINE_MILLIS, {
    headers: { authorization: `Bearer ${token}` },
    pathParameters: { roomId: 'room' },
  });
  expect([status, Number(headers['retry-after']) > 0]).toEqual([503, true]);
  expect(millis).toBeLessThan(DEADLINE_MILLIS);
  await putSite(demo.trust, demo.settings);
  hanging.closeAllConnections();
  hanging.close();
});

// The last part: its functions go on retrying in the background.
describe('a database that hangs', () => {
  const cold = new Map<RouteName, HttpHandler>();

  beforeAll(async () => {
    for (const name of names) {
      vi.resetModules();
      cold.set(name, await loadHandler(name));
    }
    database.mood = 'hanging';
  });

  // At once, because each only waits.
  test.concurrent.each(names)('makes %s answer before its deadline, after a cold start', async name => {
    const given = { ...(await request()), ...(await queryOf(name)) };
    const { status, headers, millis } = await callWithin(name, DEADLINE_MILLIS, given, cold.get(name));
    expect(millis).toBeLessThan(DEADLINE_MILLIS);
    if (INDEPENDENT.includes(name)) return expect(status).toBe(200);
    expect(status).toBe(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});
