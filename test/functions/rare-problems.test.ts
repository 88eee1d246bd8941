import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { type Key, keys } from '../../functions/adapters/dynamodb/table.ts';
import { problemSchema } from '../../functions/contract/common.ts';
import type { RouteName } from '../../functions/contract/routes.ts';
import { type Answer, type Call, call, login, redeem, session, tokenOf } from '../support/api.ts';
import { DatabaseProxy, type Mood } from '../support/database-proxy.ts';
import { Device } from '../support/device.ts';
import { type Invited, invite, loginOwner, personBody, putRoom } from '../support/ground.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** Problems that no HTTP request can cause, or not in time. The acceptance suite covers all other codes. */

const database = new DatabaseProxy(inject('dynamoDb'));
let owner: string;
let invited: Invited;

beforeAll(async () => {
  await startWithEmptyTable();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = await database.start();
  startCold();
  owner = await loginOwner();
  await putRoom(owner, 'room');
});

beforeEach(async () => {
  invited = await invite(owner, 'room');
});

afterEach(() => {
  database.mood = 'well';
  vi.useRealTimers();
});

afterAll(() => database.stop());

/** Cold start: every function loads again, without a cached site, key or database address. */
const startCold = () => vi.resetModules();

/** Changes an item directly in the database: the client of this module does not use the proxy. */
const breakItem = (key: Key, attribute: string, value: unknown) =>
  dynamodb().send(
    new UpdateItemCommand({
      TableName: tableName(),
      Key: marshall(key),
      UpdateExpression: 'SET #broken = :value',
      ExpressionAttributeNames: { '#broken': attribute },
      ExpressionAttributeValues: marshall({ ':value': value }),
    }),
  );

const MEMBERS = ['code', 'detail', 'requestId', 'status', 'title', 'type'];

function expectProblem({ status, headers, body }: Answer, code: string): void {
  expect({ status, code: body.code }).toEqual({ status: code === 'internal_error' ? 500 : 503, code });
  const shown = Object.keys(problemSchema.parse(body)).filter(name => name !== 'site' && name !== 'locale');
  expect(shown.sort()).toEqual(MEMBERS);
  expect(headers['cache-control']).toBe('no-store');
  if (status === 503) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
}

describe('temporarily_unavailable', () => {
  const parameters = () => ({ roomId: 'room', id: invited.id, name: 'rare', locale: 'en' });
  const template = { subject: 'Hi', html: '{{link}}', text: '{{link}}' };
  const calls: [RouteName, () => Call][] = [
    ['putRoom', () => ({ body: { title: 'A room', ownerId: 'owner', chatAndCollaboration: true } })],
    ['getRoom', () => ({})],
    ['getInviteOptions', () => ({})],
    ['findPeople', () => ({ query: { q: 'ada' } })],
    ['generateInvitation', () => ({ body: personBody() })],
    ['generateInvitations', () => ({ body: { invitations: [personBody()] } })],
    ['listInvitations', () => ({})],
    ['getInvitation', () => ({})],
    ['changeInvitation', () => ({ body: { locale: 'fr' } })],
    ['promoteInvitation', () => ({ body: { role: 'viewer' } })],
    ['revokeInvitation', () => ({})],
    ['resendInvitation', () => ({})],
    ['putEmailTemplate', () => ({ body: template })],
    ['deleteEmailTemplate', () => ({})],
    ['requestLink', () => ({ body: { token: tokenOf(invited.link) } })],
  ];
  const refusing =
    (status: number, name: string): Mood =>
    () => ({
      status,
      body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'Table roompass of account 123' },
    });
  const moods: [string, Mood][] = [
    ['is gone', 'gone'],
    ['throttles', refusing(400, 'ThrottlingException')],
    ['fails with an internal error', refusing(500, 'InternalServerError')],
  ];

  test.each(calls)('is the answer of %s when the database is down, cold or warm', async (name, given) => {
    await call(name, { parameters: parameters(), token: owner, ...given() });
    database.mood = 'gone';
    const request = { parameters: parameters(), token: owner, ...given() };
    expectProblem(await call(name, request), 'temporarily_unavailable');
    startCold();
    expectProblem(await call(name, request), 'temporarily_unavailable');
  });

  test.each(moods)(
    'is the answer of redeem and session when the database %s, and both work again afterwards',
    async (_, mood) => {
      const device = await Device.create();
      const { ticket } = (await redeem({ device, ...invited, enter: true })).body;
      database.mood = mood;
      expectProblem(await redeem({ device, ...invited }), 'temporarily_unavailable');
      expectProblem(await session(device, ticket), 'temporarily_unavailable');
      database.mood = 'well';
      expect((await session(device, ticket)).body.state).toBe('admitted');
    },
  );

  test('unprocessed keys of a batch read are never treated as missing items', async () => {
    const Keys = [marshall(keys.room('demo', 'room'))];
    const UnprocessedKeys = { [tableName()]: { Keys, ConsistentRead: true } };
    await redeem({ device: await Device.create(), ...invited });
    database.mood = operation =>
      operation === 'BatchGetItem' ? { status: 200, body: { Responses: {}, UnprocessedKeys } } : undefined;
    const answers = [
      await redeem({ device: await Device.create(), ...invited }),
      await call('getInvitation', { parameters: parameters(), token: owner }),
      await call('generateInvitation', { parameters: parameters(), token: owner, body: personBody() }),
    ];
    for (const answer of answers) expectProblem(answer, 'temporarily_unavailable');
  });

  test('after an outage of Secrets Manager links work again', async () => {
    const keyStore = process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER;
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = 'http://127.0.0.1:9';
    startCold();
    expectProblem(await redeem({ device: await Device.create(), ...invited }), 'temporarily_unavailable');
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = keyStore;
    startCold();
    expect((await redeem({ device: await Device.create(), ...invited })).status).toBe(200);
  });
});

describe('internal_error', () => {
  const lines = () => {
    const written = vi.spyOn(process.stdout, 'write');
    return () =>
      written.mock.calls.map(([line]) => String(line)).filter(line => line.includes('unexpected error'));
  };

  test.each<[string, () => Promise<unknown>, () => Promise<Answer>]>([
    [
      'an invitation whose address is none',
      () => breakItem(keys.invitation('demo', 'room', invited.id), 'email', 'Secret, not an address'),
      async () => redeem({ device: await Device.create(), ...invited }),
    ],
    [
      'an invitation whose role is none',
      () => breakItem(keys.invitation('demo', 'room', invited.id), 'role', 'Secret role'),
      () => call('getInvitation', { parameters: { roomId: 'room', id: invited.id }, token: owner }),
    ],
    [
      'a site whose settings are not of their form',
      () => breakItem(keys.settings('other'), 'settings', { name: 'Secret college' }),
      async () =>
        call('getSettings', { token: await login({ sub: 'admin', scope: 'site:admin', site: 'other' }) }),
    ],
  ])(
    '%s tells the caller nothing, and logs its code location with the same request id',
    async (_, breakData, ask) => {
      await breakData();
      const logged = lines();
      const answer = await ask();
      expectProblem(answer, 'internal_error');
      expect(JSON.stringify(answer.body)).not.toMatch(/Secret|zod|not an e-mail|key of|\.ts/i);
      expect(logged()).toHaveLength(1);
      const [line = ''] = logged();
      expect(JSON.parse(line)).toMatchObject({ level: 'ERROR', requestId: answer.body.requestId });
      expect(line).toContain('.ts:');
      expect(line).not.toContain('Secret');
      vi.restoreAllMocks();
    },
  );
});

describe('ticket_expired', () => {
  test('a ticket is valid for five minutes and not a second longer', async () => {
    const device = await Device.create();
    vi.useFakeTimers({ toFake: ['Date'] });
    const { ticket, ticketExpiresAt } = (await redeem({ device, ...invited, enter: true })).body;
    const ask = (now: Date) => {
      vi.setSystemTime(now);
      return session(device, ticket, now);
    };
    const end = Date.parse(ticketExpiresAt);
    expect((await ask(new Date(end - 1000))).body.state).toBe('admitted');
    expect(await ask(new Date(end))).toMatchObject({ status: 401, body: { code: 'ticket_expired' } });
  });
});
