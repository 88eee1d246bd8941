import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Settings } from '../../../../domain/site.ts';
import type { Trust } from '../../../../domain/trust.ts';
import { dynamodb, tableName } from '../../../../functions/adapters/dynamodb/client.ts';
import { getItem } from '../../../../functions/adapters/dynamodb/items.ts';
import { putSite } from '../../../../functions/adapters/dynamodb/put-site.ts';
import { readSite, readSiteNow, siteOfIssuer } from '../../../../functions/adapters/dynamodb/sites.ts';
import { localSites } from '../../../../local/sites.ts';
import { atOnce } from '../../../support/ground.ts';
import { origin, startWithEmptyTable } from '../../../support/stack.ts';

/** A site as the previous release stored it: trust and settings in one partition. The test writes out its keys. */

let settings: Settings;
let demo: Trust;
let id: string;
let former: Trust;

beforeAll(async () => {
  await startWithEmptyTable();
  const [site] = localSites(origin);
  if (site === undefined) throw new Error('there are no local sites');
  ({ settings, trust: demo } = site);
});

beforeEach(async () => {
  id = `s-${randomUUID().slice(0, 8)}`;
  former = trustWith('https://former.example.edu');
  await putItem(`SITE#${id}`, 'SETTINGS', { settings, version: 1 });
  await putItem(`SITE#${id}`, 'TRUST', { trust: former });
  await putItem('ORIGINS', `SITE#${id}`, { origins: former.allowedOrigins });
  for (const { issuer } of former.issuers) await putItem(`ISSUER#${issuer}`, 'SITE', { site: id });
});

const trustWith = (allowedOrigin: string): Trust => ({
  ...demo,
  siteId: id,
  allowedOrigins: [allowedOrigin],
  issuers: demo.issuers.map(each => ({ ...each, issuer: `https://${id}.test` })),
});

async function putItem(pk: string, sk: string, attributes: object): Promise<void> {
  const Item = marshall({ pk, sk, ...attributes });
  await dynamodb().send(new PutItemCommand({ TableName: tableName(), Item }));
}

const storedAt = async (pk: string) => (await getItem({ pk, sk: 'TRUST' }))?.trust;

test('a site of the previous release works before it is put again', async () => {
  expect(await readSite(id)).toEqual({ id, settings, settingsVersion: 1, trust: former });
  expect(await siteOfIssuer(`https://${id}.test`)).toBe(id);
});

test('putting a site moves its trust to its own partition, shows what was replaced and leaves the settings', async () => {
  const trust = trustWith('https://new.example.edu');
  expect(await putSite(trust, { ...settings, name: 'Another' })).toEqual({
    before: former,
    areSettingsNew: false,
  });
  expect([await storedAt(`TRUST#${id}`), await storedAt(`SITE#${id}`)]).toEqual([trust, undefined]);
  expect(await readSiteNow(id)).toEqual({ id, settings, settingsVersion: 1, trust });
});

test('if both partitions hold a trust, the new one counts, and the next put deletes the former one', async () => {
  const trust = trustWith('https://new.example.edu');
  await putItem(`TRUST#${id}`, 'TRUST', { trust });
  expect((await readSiteNow(id))?.trust).toEqual(trust);
  expect((await putSite(trust, settings)).before).toEqual(trust);
  expect([await storedAt(`TRUST#${id}`), await storedAt(`SITE#${id}`)]).toEqual([trust, undefined]);
});

test('a trust that the previous release puts during the move is reviewed, not lost', async () => {
  const between = trustWith('https://between.example.edu');
  const seen: (Trust | undefined)[] = [];
  // The previous release stores its trust after the first read and before the first write.
  let storing: Promise<void> | undefined;
  dynamodb().middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        if (commandName !== 'TransactWriteItemsCommand') return next(args);
        storing ??= putItem(`SITE#${id}`, 'TRUST', { trust: between });
        await storing;
        return next(args);
      },
    { step: 'initialize', name: 'between' },
  );
  await putSite(trustWith('https://new.example.edu'), settings, before => seen.push(before));
  dynamodb().middlewareStack.remove('between');
  expect(seen).toEqual([former, between]);
  expect(await storedAt(`SITE#${id}`)).toBeUndefined();
});

test('of two concurrent puts one replaces the former trust, and the other replaces that one', async () => {
  const trusts = [trustWith('https://one.example.edu'), trustWith('https://two.example.edu')] as const;
  const [one, two] = await atOnce(2, index => putSite(trusts[index === 0 ? 0 : 1], settings));
  const last = await storedAt(`TRUST#${id}`);
  expect(trusts).toContainEqual(last);
  const [first] = trusts.filter(trust => trust.allowedOrigins[0] !== last.allowedOrigins[0]);
  expect([one?.before, two?.before]).toEqual(expect.arrayContaining([former, first]));
  expect(await storedAt(`SITE#${id}`)).toBeUndefined();
});
