import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { dynamodb } from '../../functions/adapters/dynamodb/client.ts';
import { unsubscribeToken } from '../../functions/adapters/unsubscribe-tokens.ts';
import { needsOf, type Route } from '../../functions/contract/route.ts';
import { type RouteName, routes } from '../../functions/contract.ts';
import { type Answer, type Call, call, login, redeem, session, tokenOf } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** What a route is granted is what it does: else it would fail only where it is deployed. */

const done = new Map<string, Set<string>>();
let running: RouteName;

beforeAll(async () => {
  await startWithEmptyTable();
  dynamodb().middlewareStack.add(
    (next, { commandName = '' }) =>
      args => {
        for (const action of actionsOf(commandName.replace('Command', ''), args.input)) noted().add(action);
        return next(args);
      },
    { step: 'initialize' },
  );
});

function noted(): Set<string> {
  const actions = done.get(running) ?? new Set();
  done.set(running, actions);
  return actions;
}

function actionsOf(command: string, input: unknown): string[] {
  if (command !== 'TransactWriteItems') return [command];
  const { TransactItems } = input as { TransactItems: object[] };
  return TransactItems.flatMap(item => Object.keys(item)).map(kind => `${kind}Item`);
}

test('a route does to the table just what the contract says it needs', async () => {
  const token = await login({ sub: 'owner', scope: 'rooms:write site:admin' });
  const run = (name: RouteName, options: Call = {}): Promise<Answer> => {
    running = name;
    return call(name, { token, ...options });
  };
  const room = { roomId: 'bio-101' };
  const person = { email: 'ada@example.edu', firstName: 'Ada', lastName: 'Byron', role: 'speaker' };
  await run('putRoom', {
    parameters: room,
    body: { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true },
  });
  await run('getRoom', { parameters: room });
  await run('getInviteOptions', { parameters: room });
  const ada = { id: 'ada', email: 'ada@example.edu', firstName: 'Ada', lastName: 'Byron' };
  await run('putPeople', { body: { people: [ada] } });
  await run('putPeople', { body: { people: [{ ...ada, firstName: 'Augusta' }] } });
  await run('findPeople', { parameters: room, query: { q: 'byr' } });
  await run('deletePerson', { parameters: { id: 'ada' } });
  await run('generateInvitations', {
    parameters: room,
    body: { invitations: [person] },
    headers: { 'idempotency-key': 'b' },
  });
  await run('generateInvitation', { parameters: room, body: person, headers: { 'idempotency-key': 'k' } });
  const { link, invitation } = (await run('generateInvitation', { parameters: room, body: person })).body;
  const parameters = { ...room, id: invitation.id };
  await run('listInvitations', { parameters: room });
  await run('listInvitations', { parameters: room, query: { email: 'ada@example.edu' } });
  await run('getInvitation', { parameters });
  await run('getInvitationLink', { parameters });
  await run('resendInvitation', { parameters });
  await run('changeInvitation', { parameters, body: { firstName: 'Augusta' } });
  await run('promoteInvitation', { parameters, body: { role: 'viewer' } });
  await run('getInvitationHistory', { parameters });
  await run('requestLink', { body: { token: tokenOf(link) } });
  const device = await Device.create();
  running = 'redeemInvitation';
  const { ticket } = (await redeem({ device, link, token, email: 'ada@example.edu', enter: true })).body;
  running = 'getSession';
  await session(device, ticket);
  await run('revokeInvitation', { parameters });
  const { headers, body } = await run('getSettings');
  await run('putSettings', { body, headers: { 'if-match': headers.etag ?? '' } });
  const template = { name: `t-${randomUUID().slice(0, 8)}`, locale: 'en' };
  const content = { subject: 'Hi', html: '{{link}}', text: '{{link}}' };
  await run('listEmailTemplates');
  await run('putEmailTemplate', { parameters: template, body: content });
  await run('getEmailTemplate', { parameters: template });
  await run('previewEmailTemplate', { parameters: template, body: {} });
  await run('testEmailTemplate', { parameters: template, body: {} });
  await run('deleteEmailTemplate', { parameters: template, headers: { 'if-match': '*' } });
  const unsubscribed = await unsubscribeToken({ site: 'demo', email: 'ada@example.edu', locale: 'en' });
  await run('getUnsubscribePage', { query: { token: unsubscribed } });
  await run('unsubscribe', { query: { token: unsubscribed } });
  await run('listSuppressedAddresses');
  const [{ id }] = (await run('listSuppressedAddresses', { query: { email: 'ada@example.edu' } })).body.items;
  await run('liftSuppression', { parameters: { id } });
  await run('getHealth', { headers: { origin: 'https://elsewhere.example' } });
  await run('getOpenapi');
  await run('getTicketKeys');
  await run('getProblem', { parameters: { code: 'forbidden' } });
  await run('fallback', { headers: { origin: 'https://demo.example.edu' } });
  await run('deleteRoom', { parameters: room });

  const actionsIn = (needs: readonly string[]) => needs.filter(need => /^[A-Z]/.test(need));
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    const actions = [...(done.get(name) ?? [])];
    expect(actionsIn(needsOf(route)), `${name} is granted what it does`).toEqual(
      expect.arrayContaining(actions),
    );
    expect(actions, `${name} does what it is granted`).toEqual(
      expect.arrayContaining(actionsIn(route.needs)),
    );
  }
});
