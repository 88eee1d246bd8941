import { randomUUID } from 'node:crypto';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { expect, test } from 'vitest';
import { rotateLinkKeys, rotateTicketKeys } from '../../../bin/support/key-rotation.ts';
import { AHEAD_MILLIS, LINK_LIFE_MILLIS, TICKET_LIFE_MILLIS } from '../../../domain/keys.ts';
import { days } from '../../../domain/time.ts';
import { readStored } from '../../../functions/adapters/secret-versions.ts';
import { linkKeysSchema, secretsManager } from '../../../functions/adapters/service-keys.ts';
import type { Answer } from '../../support/api.ts';
import { Device } from '../../support/device.ts';
import { personBody, putRoom, tally } from '../../support/ground.ts';
import { Instance } from '../../support/instance.ts';
import { previousRelease } from '../../support/previous-release.ts';
import { admit, invite, material, now, owner, parameters, pass, rotate } from './rotation-stage.ts';

/** What a rotation does to the keys, and to the links and tickets made with them. */

test('replacing the keys at once ends all links and tickets, and generating again works', async () => {
  const instances = [await Instance.start(), await Instance.start()];
  const [first, second] = instances as [Instance, Instance];
  const guest = await admit(second, await invite(first));
  const before = await material();
  await rotate();
  expect(await rotate(true)).toMatch(
    /links: key 3 signs from[\s\S]*key 2 is removed[\s\S]*key 1 is removed[\s\S]*invalid/,
  );
  pass(30_000);

  const refused: Answer[] = [];
  for (const instance of [...instances, await Instance.start()]) {
    refused.push(await instance.enter(guest.device, guest.link, guest.email));
    refused.push(await instance.session(guest.device, guest.ticket));
    refused.push(
      await instance.call('getInvitationLink', { parameters: { ...parameters, id: guest.id }, token: owner }),
    );
    const anew = await invite(instance);
    const { ticket } = await admit(second, anew);
    expect((await first.session(anew.device, ticket)).body).toMatchObject({ state: 'admitted' });
  }
  expect(tally(refused)).toEqual({ link_invalid: 3, unauthenticated: 3, not_active: 3 });

  const body = { ...personBody(), email: guest.email };
  const again = await first.call('generateInvitation', { parameters, token: owner, body });
  expect(again).toMatchObject({ status: 200, body: { invitation: { id: guest.id } } });
  await admit(second, { ...guest, link: again.body.link, device: await Device.create() });
  const [idKey, ...gone] = before;
  const [sameIdKey, ...now] = await material();
  expect(sameIdKey).toBe(idKey);
  expect(now.filter(secret => gone.includes(secret))).toEqual([]);
});

test('an old key verifies as long as invitations are kept, so that an old link is answered link_expired', async () => {
  await putRoom(owner, 'room');
  const instance = await Instance.start();
  const guest = await invite(instance);
  const [, oldLinkKey, oldTicketKey] = await material();
  await rotate();

  const look = async () => {
    const { body } = await instance.enter(guest.device, guest.link, guest.email);
    const copied = await instance.call('getInvitationLink', {
      parameters: { ...parameters, id: guest.id },
      token: owner,
    });
    return [body.code ?? body.state, copied.body.code ?? 'copied'];
  };
  const published = async () =>
    (await instance.call('getTicketKeys')).body.keys.map(({ kid }: { kid: string }) => kid);
  pass(AHEAD_MILLIS + TICKET_LIFE_MILLIS);
  expect(await published()).toEqual(['2', '1']);
  pass(days(1));
  expect(await published()).toEqual(['2']);
  pass(LINK_LIFE_MILLIS - TICKET_LIFE_MILLIS - days(1));
  expect(await look()).toEqual(['link_expired', 'not_active']);
  pass(days(1));
  expect(await look()).toEqual(['link_invalid', 'not_active']);
  await rotate();
  expect(await material()).not.toContain(oldLinkKey);
  expect(await material()).not.toContain(oldTicketKey);
});

test('concurrent rotations do not undo each other, and the later ones are refused', async () => {
  const secretId = process.env.LINK_KEYS_SECRET ?? '';
  const rotation = { secretId, now, atOnce: false };
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => rotateLinkKeys(rotation)));
  const refusals = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  const told = 'Another command has just changed the keys of links: check the current keys, then try again.';
  expect(new Set(refusals.map(({ reason }) => reason.message))).toEqual(new Set([told]));
  const stored = await readStored(secretId, linkKeysSchema);
  expect(stored?.value?.keys).toHaveLength(1 + outcomes.length - refusals.length);
});

test('a secret without keys is left unchanged, and the error does not quote it', async () => {
  const rotation = { now, atOnce: true };
  const missing = rotateLinkKeys({ ...rotation, secretId: `none-${randomUUID()}` });
  await expect(missing).rejects.toThrow(/^There are no keys of links yet: deploy the stage first\.$/);
  const secretId = process.env.LINK_KEYS_SECRET ?? '';
  const wrong = rotateTicketKeys({ ...rotation, secretId });
  await expect(wrong).rejects.toThrow(
    `The secret ${secretId} does not contain valid keys of tickets: check it first.`,
  );
});

test.each([false, true])(
  'the id key of an earlier release stays with the link keys (at once: %s)',
  async atOnce => {
    const secretId = `link-keys-${randomUUID()}`;
    const SecretString = JSON.stringify(previousRelease.linkKeys);
    await secretsManager().send(new PutSecretValueCommand({ SecretId: secretId, SecretString }));
    await rotateLinkKeys({ secretId, now, atOnce });
    const stored = await readStored(secretId, linkKeysSchema);
    expect(stored?.value?.invitationIdKey).toBe(previousRelease.linkKeys.invitationIdKey);
    expect(stored?.value?.keys[0].kid).toBe('2');
  },
);
