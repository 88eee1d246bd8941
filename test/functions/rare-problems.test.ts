import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { dynamodb, tableName } from '../../functions/adapters/dynamodb/client.ts';
import { problemSchema } from '../../functions/contract/common.ts';
import type { RouteName } from '../../functions/contract.ts';
import { type Key, keys } from '../../functions/table.ts';
import { type Answer, type Call, call, login, redeem, session, tokenOf } from '../support/api.ts';
import { DatabaseProxy, type Mood } from '../support/database-proxy.ts';
import { Device } from '../support/device.ts';
import { type Invited, invite, loginOwner, personBody, putRoom } from '../support/ground.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** What nobody can bring about over HTTP, or not in time; the acceptance suite reaches all other codes. */

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

/** Every function is new and knows nothing of sites, keys or the database's address. */
const startCold = () => vi.resetModules();

/** Behind the functions' back: this module's own client speaks to the database itself. */
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
    ['has a fault of its own', refusing(500, 'InternalServerError')],
  ];

  test.each(calls)('%s says so when the database is gone, cold or warm', async (name, given) => {
    await call(name, { parameters: parameters(), token: owner, ...given() });
    database.mood = 'gone';
    const request = { parameters: parameters(), token: owner, ...given() };
    expectProblem(await call(name, request), 'temporarily_unavailable');
    startCold();
    expectProblem(await call(name, request), 'temporarily_unavailable');
  });

  test.each(moods)(
    'redeem and session say so when the database %s, and work again when it is well',
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

  test('keys that the database leaves unprocessed are never taken for missing', async () => {
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

  test('a key store that is gone closes no link for good', async () => {
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
    return () => written.mock.calls.map(([line]) => String(line)).filter(line => line.includes('unforeseen'));
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
    '%s tells the caller nothing, and the log its place under the same request',
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
  test('a ticket is good for five minutes and not a second longer', async () => {
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
