import { randomUUID } from 'node:crypto';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { kalturaSchema } from '../../../../domain/kaltura-trust.ts';
import type { Settings } from '../../../../domain/site.ts';
import type { Trust } from '../../../../domain/trust.ts';
import { dynamodb } from '../../../../functions/adapters/dynamodb/client.ts';
import { getItem } from '../../../../functions/adapters/dynamodb/items.ts';
import { putSite } from '../../../../functions/adapters/dynamodb/put-site.ts';
import {
  isOriginOfAnySite,
  listSites,
  readSite,
  readSiteNow,
  siteOfIssuer,
  siteOfPartner,
} from '../../../../functions/adapters/dynamodb/sites.ts';
import { keys } from '../../../../functions/adapters/dynamodb/table.ts';
import { localSites } from '../../../../local/sites.ts';
import { atOnce } from '../../../support/ground.ts';
import { origin, startWithEmptyTable } from '../../../support/stack.ts';

let settings: Settings;
let demo: Trust;
let count = 0;

beforeAll(async () => {
  await startWithEmptyTable();
  const [site] = localSites(origin);
  if (site === undefined) throw new Error('there are no local sites');
  ({ settings, trust: demo } = site);
});

const newId = () => `site-${++count}`;
const newIssuer = () => `https://${randomUUID()}.test`;
const trustOf = (siteId: string, ...issuers: string[]): Trust => ({
  ...demo,
  siteId,
  issuers: issuers.map(issuer => ({
    issuer,
    jwksUrl: `${issuer}/jwks.json`,
    audience: 'a',
    userIdClaim: 'sub',
  })),
});
const ownerOf = async (issuer: string) => (await getItem(keys.issuer(issuer)))?.site;

/** Runs `work` once, between the reads and the transaction of the next write. */
function inBetween(work: () => Promise<unknown>): void {
  let isDone = false;
  dynamodb().middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        if (commandName === 'TransactWriteItemsCommand' && !isDone) {
          isDone = true;
          await work();
        }
        return next(args);
      },
    { step: 'initialize', name: 'inBetween', override: true },
  );
}

test('a site is stored with its issuers and origins, and is listed', async () => {
  const [id, issuer, allowed] = [newId(), newIssuer(), 'https://new.example.edu'];
  const trust = { ...trustOf(id, issuer), allowedOrigins: [allowed] };
  expect(await isOriginOfAnySite(allowed)).toBe(false);
  expect(await putSite(trust, settings)).toEqual({ before: undefined, areSettingsNew: true });
  expect(await readSite(id)).toEqual({ id, trust, settings, settingsVersion: 1 });
  expect(await siteOfIssuer(issuer)).toBe(id);
  expect(await isOriginOfAnySite(allowed)).toBe(true);
  expect(await listSites()).toEqual(expect.arrayContaining(['demo', 'other', id]));
});

test('settings that an earlier release stored without early entry are read with its defaults', async () => {
  const id = newId();
  const { earlyEntryMinutes: _, ...inviteToMedia } = settings.inviteToMedia;
  await putSite(trustOf(id), { ...settings, inviteToMedia } as Settings);
  expect((await readSite(id))?.settings).toEqual(settings);
});

test('putting a site again replaces its trust and leaves its settings', async () => {
  const [id, issuer] = [newId(), newIssuer()];
  await putSite(trustOf(id, issuer), settings);
  const trust = { ...trustOf(id, issuer), allowedOrigins: [] };
  expect(await putSite(trust, { ...settings, name: 'Another' })).toEqual({
    before: trustOf(id, issuer),
    areSettingsNew: false,
  });
  expect(await readSiteNow(id)).toEqual({ id, trust, settings, settingsVersion: 1 });
});

test('an issuer that a site has dropped is free for another site', async () => {
  const [one, two, kept, moved] = [newId(), newId(), newIssuer(), newIssuer()];
  await putSite(trustOf(one, kept, moved), settings);
  await putSite(trustOf(one, kept), settings);
  await putSite(trustOf(two, moved), settings);
  expect([await siteOfIssuer(kept), await siteOfIssuer(moved)]).toEqual([one, two]);
});

test('a site with another site’s issuer is refused and leaves nothing', async () => {
  const [one, two, taken, free] = [newId(), newId(), newIssuer(), newIssuer()];
  await putSite(trustOf(one, taken), settings);
  await expect(putSite(trustOf(two, free, taken), settings)).rejects.toThrow(
    `The issuer ${taken} belongs to another site.`,
  );
  expect(await readSiteNow(two)).toBeUndefined();
  expect(await ownerOf(free)).toBeUndefined();
  expect(await ownerOf(taken)).toBe(one);
  expect(await listSites()).not.toContain(two);
});

test('of sites put concurrently with one issuer, one gets it and the others are not stored', async () => {
  const shared = newIssuer();
  const racers = await atOnce(4, async () => {
    const [id, own] = [newId(), newIssuer()];
    const put = await putSite(trustOf(id, own, shared), settings).then(
      () => true,
      () => false,
    );
    return { id, own, put };
  });
  expect(racers.filter(({ put }) => put)).toHaveLength(1);
  for (const { id, own, put } of racers) {
    expect(await readSiteNow(id)).toEqual(put ? expect.objectContaining({ id }) : undefined);
    expect(await ownerOf(own)).toBe(put ? id : undefined);
    if (put) expect(await ownerOf(shared)).toBe(id);
  }
});

test('a site put concurrently with different issuers owns exactly those that it trusts', async () => {
  const id = newId();
  const issuers = [newIssuer(), newIssuer(), newIssuer()];
  const puts = await Promise.allSettled(issuers.map(issuer => putSite(trustOf(id, issuer), settings)));
  expect(puts.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
  const trusted = (await readSiteNow(id))?.trust.issuers.map(({ issuer }) => issuer) ?? [];
  expect(trusted).toHaveLength(1);
  for (const issuer of issuers) expect(await ownerOf(issuer)).toBe(trusted.includes(issuer) ? id : undefined);
});

test('an issuer that another site takes between the reads and the write is refused, and nothing is stored', async () => {
  const [one, two, free, shared] = [newId(), newId(), newIssuer(), newIssuer()];
  inBetween(() => putSite(trustOf(one, shared), settings));
  await expect(putSite(trustOf(two, free, shared), settings)).rejects.toThrow('belongs to another site');
  expect(await readSiteNow(two)).toBeUndefined();
  expect([await ownerOf(shared), await ownerOf(free)]).toEqual([one, undefined]);
});

test.each(['new', 'known'])(
  'a trust that is put concurrently for a %s site is replaced with all its issuers',
  async which => {
    const [id, passing, lasting] = [newId(), newIssuer(), newIssuer()];
    if (which === 'known') await putSite(trustOf(id), settings);
    inBetween(() => putSite(trustOf(id, passing), settings));
    const outcome = await putSite(trustOf(id, lasting), { ...settings, name: 'Too late' });
    expect(outcome).toEqual({ before: trustOf(id, passing), areSettingsNew: false });
    expect(await readSiteNow(id)).toMatchObject({ settings, trust: trustOf(id, lasting) });
    expect([await ownerOf(passing), await ownerOf(lasting)]).toEqual([undefined, id]);
  },
);

test('an issuer that is dropped concurrently and taken by another site stays with that site', async () => {
  const [one, two, moved] = [newId(), newId(), newIssuer()];
  await putSite(trustOf(one, moved), settings);
  inBetween(async () => {
    await putSite(trustOf(one), settings);
    await putSite(trustOf(two, moved), settings);
  });
  await putSite(trustOf(one, newIssuer()), settings);
  expect(await ownerOf(moved)).toBe(two);
});

test('the review of a put sees the currently stored trust, and can refuse the put', async () => {
  const [id, first, passing] = [newId(), newIssuer(), newIssuer()];
  await putSite(trustOf(id, first), settings);
  inBetween(() => putSite(trustOf(id, passing), settings));
  const seen: (Trust | undefined)[] = [];
  const put = putSite(trustOf(id, newIssuer()), settings, before => {
    seen.push(before);
    if (seen.length === 2) throw new Error('Refused.');
  });
  await expect(put).rejects.toThrow('Refused.');
  expect(seen).toEqual([trustOf(id, first), trustOf(id, passing)]);
  expect(await readSiteNow(id)).toMatchObject({ trust: trustOf(id, passing) });
});

test('a throttled put is reported as throttled, not as another operator’s change', async () => {
  let tries = 0;
  const throttled = new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: [{ Code: 'ThrottlingError' }, { Code: 'None' }],
  });
  dynamodb().middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        if (commandName !== 'TransactWriteItemsCommand') return next(args);
        tries += 1;
        throw throttled;
      },
    { step: 'initialize', name: 'throttle' },
  );
  await expect(putSite(trustOf(newId()), settings)).rejects.toBe(throttled);
  expect(tries).toBe(1);
  dynamodb().middlewareStack.remove('throttle');
});

test('a Kaltura partner belongs to one site, until that site gives it up', async () => {
  const partnerId = 900_001;
  const kaltura = kalturaSchema.parse({ partnerId, secretsRef: 'x' });
  const [first, second] = [newId(), newId()];
  await putSite({ ...trustOf(first), kaltura }, settings);
  expect(await siteOfPartner(partnerId)).toBe(first);
  await expect(putSite({ ...trustOf(second), kaltura }, settings)).rejects.toThrow(
    `The Kaltura partner ${partnerId} belongs to another site.`,
  );
  await putSite(trustOf(first), settings);
  expect(await siteOfPartner(partnerId)).toBeUndefined();
  await putSite({ ...trustOf(second), kaltura }, settings);
  expect(await siteOfPartner(partnerId)).toBe(second);
});
