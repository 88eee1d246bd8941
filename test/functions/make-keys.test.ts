import { randomUUID } from 'node:crypto';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { readStored } from '../../functions/adapters/key-store.ts';
import { linkKeysSchema, secretsManager, ticketKeysSchema } from '../../functions/adapters/secrets.ts';
import { handler } from '../../functions/make-keys.ts';
import { deploy } from '../support/custom-resource.ts';
import { startWithEmptyTable } from '../support/stack.ts';

let links: string;
let tickets: string;

beforeAll(startWithEmptyTable);

beforeEach(() => {
  links = `link-keys-${randomUUID()}`;
  tickets = `ticket-keys-${randomUUID()}`;
  Object.assign(process.env, { LINK_KEYS_SECRET: links, TICKET_KEYS_SECRET: tickets });
});

const put = (id: string, text: string) =>
  secretsManager().send(new PutSecretValueCommand({ SecretId: id, SecretString: text }));
const stored = async () => [
  await readStored(links, linkKeysSchema),
  await readStored(tickets, ticketKeysSchema),
];

test('the first deploy makes the keys of links and of tickets', async () => {
  expect(await stored()).toEqual([undefined, undefined]);
  expect(await deploy(handler)).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await stored()).toMatchObject([
    { value: { invitationIdKey: expect.stringMatching(/^[\w-]{43}$/), keys: [{ kid: '1' }] } },
    { value: { keys: [{ kid: '1', alg: 'ES256' }] } },
  ]);
});

test('a later deploy touches no key', async () => {
  await deploy(handler);
  const before = await stored();
  const request = { RequestType: 'Update', PhysicalResourceId: 'keys' };
  expect(await deploy(handler, { request })).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await stored()).toEqual(before);
});

test('a deploy makes the keys that one which broke off has not made', async () => {
  await deploy(handler);
  const [before] = await stored();
  process.env.TICKET_KEYS_SECRET = tickets = `ticket-keys-${randomUUID()}`;
  await deploy(handler);
  expect(await stored()).toMatchObject([before, { value: { keys: [{ kid: '1' }] } }]);
});

test('deploys at the same time leave one set of keys, and all succeed', async () => {
  let first: unknown;
  const watching = async () => {
    while (first === undefined) first = (await readStored(links, linkKeysSchema))?.value;
  };
  const [told] = await Promise.all([Promise.all([1, 2, 3, 4].map(() => deploy(handler))), watching()]);
  expect(told.flat().map(({ Status }) => Status)).toEqual(Array(4).fill('SUCCESS'));
  const [after] = await stored();
  expect(after?.value).toEqual(first);
});

test.each(['no JSON: top secret', '{"keys":[],"secret":"top secret"}'])(
  'a secret that holds something else is left as it is, and the deploy says so: %s',
  async text => {
    const out = vi.spyOn(process.stdout, 'write');
    await put(links, text);
    const [told] = await deploy(handler);
    const Reason = 'The secret of LINK_KEYS_SECRET holds something else than keys. It was left as it is.';
    expect(told).toMatchObject({ Status: 'FAILED', Reason });
    expect(await stored()).toMatchObject([{ value: undefined }, undefined]);
    expect(out.mock.calls.join('')).not.toContain('top secret');
    vi.restoreAllMocks();
  },
);
