import { randomUUID } from 'node:crypto';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { addressId, invitationId } from '../../../functions/adapters/keyed-ids.ts';
import { readLinkToken } from '../../../functions/adapters/links.ts';
import { readStored } from '../../../functions/adapters/secret-versions.ts';
import {
  lastingKeySchema,
  linkKeysSchema,
  secretsManager,
  ticketKeysSchema,
} from '../../../functions/adapters/service-keys.ts';
import { readUnsubscribeToken } from '../../../functions/adapters/unsubscribe-tokens.ts';
import { handler } from '../../../functions/deploy/make-keys.ts';
import { deploy } from '../../support/custom-resource.ts';
import { previousRelease } from '../../support/previous-release.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

let links: string;
let tickets: string;
let ids: string;
let unsubscribing: string;

beforeAll(startWithEmptyTable);

beforeEach(() => {
  links = `link-keys-${randomUUID()}`;
  tickets = `ticket-keys-${randomUUID()}`;
  ids = `id-key-${randomUUID()}`;
  unsubscribing = `unsubscribe-key-${randomUUID()}`;
  Object.assign(process.env, {
    LINK_KEYS_SECRET: links,
    TICKET_KEYS_SECRET: tickets,
    ID_KEY_SECRET: ids,
    UNSUBSCRIBE_KEY_SECRET: unsubscribing,
  });
});

const put = (id: string, text: string) =>
  secretsManager().send(new PutSecretValueCommand({ SecretId: id, SecretString: text }));
const stored = async () => [
  await readStored(links, linkKeysSchema),
  await readStored(tickets, ticketKeysSchema),
  await readStored(ids, lastingKeySchema),
  await readStored(unsubscribing, lastingKeySchema),
];
const NOTHING = [undefined, undefined, undefined, undefined];
const KEY = { key: expect.stringMatching(/^[\w-]{43}$/) };

test('the first deploy makes a secret for each kind of key', async () => {
  expect(await stored()).toEqual(NOTHING);
  expect(await deploy(handler)).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await stored()).toMatchObject([
    { value: { keys: [{ kid: '1' }] } },
    { value: { keys: [{ kid: '1', alg: 'ES256' }] } },
    { value: KEY },
    { value: KEY },
  ]);
  const [linkKeys, , idKey, unsubscribeKey] = await stored();
  expect(linkKeys?.value).not.toHaveProperty('invitationIdKey');
  expect(idKey?.value).not.toEqual(unsubscribeKey?.value);
});

test('a later deploy changes no key', async () => {
  await deploy(handler);
  const before = await stored();
  const request = { RequestType: 'Update', PhysicalResourceId: 'keys' };
  expect(await deploy(handler, { request })).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await stored()).toEqual(before);
});

test('a deploy creates the keys that an interrupted deploy did not create', async () => {
  await deploy(handler);
  const [before, , ...lasting] = await stored();
  process.env.TICKET_KEYS_SECRET = tickets = `ticket-keys-${randomUUID()}`;
  await deploy(handler);
  expect(await stored()).toMatchObject([before, { value: { keys: [{ kid: '1' }] } }, ...lasting]);
});

test('concurrent deploys leave one set of keys, and all succeed', async () => {
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
  'a secret with other content is left unchanged, and the deploy reports it: %s',
  async text => {
    const out = vi.spyOn(process.stdout, 'write');
    await put(links, text);
    const [told] = await deploy(handler);
    const Reason = 'The secret of LINK_KEYS_SECRET does not contain valid keys. It was not changed.';
    expect(told).toMatchObject({ Status: 'FAILED', Reason });
    expect(await stored()).toMatchObject([{ value: undefined }, undefined, undefined, undefined]);
    expect(out.mock.calls.join('')).not.toContain('top secret');
    vi.restoreAllMocks();
  },
);

const { linkKeys, person } = previousRelease;
const idKeyOf = async () => (await readStored(ids, lastingKeySchema))?.value?.key;

test('the deploy of this release copies the id key from the link keys, which it leaves unchanged', async () => {
  await put(links, JSON.stringify(linkKeys));
  expect(await deploy(handler)).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await idKeyOf()).toBe(linkKeys.invitationIdKey);
  // The functions of the previous release read the key there until the deploy replaces them.
  expect((await readStored(links, linkKeysSchema))?.value).toEqual(linkKeys);
  const before = await stored();
  await deploy(handler);
  expect(await stored()).toEqual(before);
});

test('after that deploy, links, ids and mails of the previous release still work', async () => {
  await put(links, JSON.stringify(linkKeys));
  await deploy(handler);
  expect(await readLinkToken(previousRelease.linkToken)).toEqual({
    site: person.site,
    room: person.room,
    generation: 1,
    invitation: previousRelease.invitationId,
    linkId: previousRelease.linkId,
  });
  expect(await invitationId(person.site, person.room, person.email)).toBe(previousRelease.invitationId);
  expect(await addressId(person.site, person.email)).toBe(previousRelease.addressId);
  expect(await readUnsubscribeToken(previousRelease.unsubscribeToken)).toEqual({
    site: person.site,
    email: person.email,
    locale: person.locale,
  });
});

test('an existing id key is not replaced by another one among the link keys', async () => {
  await put(ids, JSON.stringify({ key: 'kept' }));
  await put(links, JSON.stringify(linkKeys));
  expect(await deploy(handler)).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await idKeyOf()).toBe('kept');
});

test('link keys without any id key fail the deploy: a new one would give every person a second invitation', async () => {
  await put(links, JSON.stringify({ keys: linkKeys.keys }));
  const [told] = await deploy(handler);
  const Reason = 'There are keys of links, but the id key is missing: restore it. Nothing was changed.';
  expect(told).toMatchObject({ Status: 'FAILED', Reason });
  expect((await stored()).slice(1)).toEqual([undefined, undefined, undefined]);
});

test.each(['links', 'tickets', 'ids', 'unsubscribing'])(
  'if the secret of %s is malformed, the deploy changes no other secret either',
  async which => {
    const secrets = { links, tickets, ids, unsubscribing };
    await put(secrets[which as keyof typeof secrets], '{"key":""}');
    expect(await deploy(handler)).toMatchObject([{ Status: 'FAILED' }]);
    expect((await stored()).filter(each => each?.value !== undefined)).toEqual([]);
    expect((await stored()).filter(each => each !== undefined)).toHaveLength(1);
  },
);

test('concurrent deploys of this release all copy the same id key', async () => {
  await put(links, JSON.stringify(linkKeys));
  const told = await Promise.all([1, 2, 3, 4].map(() => deploy(handler)));
  expect(told.flat().map(({ Status }) => Status)).toEqual(Array(4).fill('SUCCESS'));
  expect(await idKeyOf()).toBe(linkKeys.invitationIdKey);
});
