import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { Problem } from '../../../domain/problems.ts';
import { type Settings, type Site, settingsSchema, type Trust, trustSchema } from '../../../domain/site.ts';
import { type Key, keys } from '../../table.ts';
import { cached } from '../cached.ts';
import { dynamodb, tableName } from './client.ts';
import { getItem, getItems, type Item, queryItems, transactUpdate, updateItem } from './items.ts';

/** A site: what its administrator has set and what operations trust. Cached at most 30 seconds. */
export const readSite = (id: string): Promise<Site | undefined> => sites.get(id);

/** As it stands now, for whoever is about to change it. */
export function readSiteNow(id: string): Promise<Site | undefined> {
  sites.forget(id);
  return sites.get(id);
}

/** The one site that an issuer of logins belongs to. */
export const siteOfIssuer = (issuer: string): Promise<string | undefined> => issuers.get(issuer);

/** For preflights, where the site is not known yet. */
export const isOriginOfAnySite = async (origin: string): Promise<boolean> =>
  (await origins.get('all')).has(origin);

/** The ids of all sites. */
export const listSites = async (): Promise<string[]> =>
  (await originItems()).map(({ sk }) => sk.slice(keys.origins('').sk.length));

const sites = cached(async (id): Promise<Site | undefined> => {
  const { settings, trust } = await readItems(id);
  if (settings === undefined || trust === undefined) return undefined;
  return {
    id,
    settings: settingsSchema.parse(settings.settings),
    settingsVersion: settings.version,
    trust: trustSchema.parse(trust.trust),
  };
});

async function readItems(id: string): Promise<{ settings: Item | undefined; trust: Item | undefined }> {
  const { items } = await queryItems(keys.settings(id).pk);
  return {
    settings: items.find(item => item.sk === 'SETTINGS'),
    trust: items.find(item => item.sk === 'TRUST'),
  };
}

const issuers = cached(async issuer => (await getItem(keys.issuer(issuer)))?.site as string | undefined);

/** Of all sites at once, so that callers cannot cause a read for each origin they make up. */
const origins = cached(async () => new Set((await originItems()).flatMap(item => item.origins as string[])));

/** One for each site. */
async function originItems(): Promise<Item[]> {
  const all: Item[] = [];
  let after: Key | undefined;
  do {
    const { items, last } = await queryItems(keys.origins('').pk, { after });
    all.push(...items);
    after = last;
  } while (after !== undefined);
  return all;
}

/** Replaces settings that nobody has changed since `version`. @throws `precondition_failed` */
export async function saveSettings(site: string, settings: Settings, version: number): Promise<number> {
  const next = version + 1;
  const { written } = await updateItem(keys.settings(site), e => ({
    set: e.assign({ settings, version: next }),
    condition: `${e.name('version')} = ${e.value(version)}`,
  }));
  sites.forget(site);
  if (written === undefined) throw new Problem('precondition_failed');
  return next;
}

const ROUNDS = 5;

/**
 * Puts a site in place, as operations do: its trust is replaced, its settings are set only where it has none. Wholly
 * or not at all; an issuer that it has no longer is free for another site.
 * @returns whether the settings were set
 * @throws Error where another site has one of the issuers
 */
export async function putSite(trust: Trust, firstSettings: Settings): Promise<{ areSettingsNew: boolean }> {
  const id = trust.siteId;
  for (let round = 0; round < ROUNDS; round += 1) {
    const standing = await readItems(id);
    const { taken, released } = await sortIssuers(trust, standing.trust?.trust);
    try {
      const TransactItems = [
        ...writes(trust, firstSettings, standing),
        ...taken.map(issuer => takeIssuer(issuer, id)),
        ...released.map(issuer => releaseIssuer(issuer, id)),
      ];
      await dynamodb().send(new TransactWriteItemsCommand({ TransactItems }));
    } catch (error) {
      // Somebody else was faster: once more from how things stand now.
      if (error instanceof TransactionCanceledException) continue;
      throw error;
    }
    sites.forget(id);
    origins.forget('all');
    for (const issuer of [...taken, ...released]) issuers.forget(issuer);
    return { areSettingsNew: standing.settings === undefined };
  }
  throw new Error(`The site ${id} is being changed by somebody else; try again.`);
}

/** Which issuers a site takes, and which it has had and gives back. */
async function sortIssuers(
  trust: Trust,
  before: Trust | undefined,
): Promise<{ taken: string[]; released: string[] }> {
  const taken = trust.issuers.map(({ issuer }) => issuer);
  const dropped = (before?.issuers ?? [])
    .map(({ issuer }) => issuer)
    .filter(issuer => !taken.includes(issuer));
  const owners = await getItems([...taken, ...dropped].map(keys.issuer));
  const foreign = taken.find((_, index) => (owners[index]?.site ?? trust.siteId) !== trust.siteId);
  if (foreign !== undefined) throw new Error(`The issuer ${foreign} belongs to another site.`);
  const released = dropped.filter((_, index) => owners[taken.length + index]?.site === trust.siteId);
  return { taken, released };
}

type Standing = Awaited<ReturnType<typeof readItems>>;

/** The site itself, while its trust stands as it was read and nobody else has set its settings. */
function writes(trust: Trust, firstSettings: Settings, standing: Standing): TransactWriteItem[] {
  const id = trust.siteId;
  const site = [
    transactUpdate(keys.trust(id), e => ({
      set: e.assign({ trust }),
      condition: standing.trust
        ? `${e.name('trust')} = ${e.value(standing.trust.trust)}`
        : 'attribute_not_exists(pk)',
    })),
    transactUpdate(keys.origins(id), e => ({ set: e.assign({ origins: trust.allowedOrigins }) })),
  ];
  if (standing.settings !== undefined) return site;
  const settings = transactUpdate(keys.settings(id), e => ({
    set: e.assign({ settings: firstSettings, version: 1 }),
    condition: 'attribute_not_exists(pk)',
  }));
  return [...site, settings];
}

const takeIssuer = (issuer: string, site: string): TransactWriteItem =>
  transactUpdate(keys.issuer(issuer), e => ({
    set: e.assign({ site }),
    condition: `attribute_not_exists(pk) OR ${e.name('site')} = ${e.value(site)}`,
  }));

const releaseIssuer = (issuer: string, site: string): TransactWriteItem => ({
  Delete: {
    TableName: tableName(),
    Key: marshall(keys.issuer(issuer)),
    ConditionExpression: '#site = :site',
    ExpressionAttributeNames: { '#site': 'site' },
    ExpressionAttributeValues: marshall({ ':site': site }),
  },
});
