import { Problem } from '../../../domain/problems.ts';
import { type Settings, type Site, settingsSchema } from '../../../domain/site.ts';
import { trustSchema } from '../../../domain/trust.ts';
import { cached } from '../cache.ts';
import { getItem, getItems, type Item, queryItems, updateItem } from './items.ts';
import { type Key, keys, siteOfOriginsKey } from './table.ts';

/** A site: its settings (by its administrator) and its trust (by operations). Cached for at most 30 seconds. */
export const readSite = (id: string): Promise<Site | undefined> => sites.get(id);

/** Reads a site without the cache, for a caller that is about to change it. */
export function readSiteNow(id: string): Promise<Site | undefined> {
  sites.forget(id);
  return sites.get(id);
}

/** The id of the site that an issuer of logins belongs to. Cached for at most 30 seconds. */
export const siteOfIssuer = (issuer: string): Promise<string | undefined> => issuers.get(issuer);

/** The id of the site that a Kaltura partner belongs to. Cached for at most 30 seconds. */
export const siteOfPartner = (partner: number): Promise<string | undefined> => partners.get(partner);

/** For preflights and other answers whose site is not known. */
export const isOriginOfAnySite = async (origin: string): Promise<boolean> =>
  (await origins.get('all')).has(origin);

/** The ids of all sites. */
export const listSites = async (): Promise<string[]> => (await originItems()).map(siteOfOriginsKey);

const sites = cached(async (id): Promise<Site | undefined> => {
  const items = await readSiteItems(id);
  const { settings } = items;
  const trust = storedTrust(items);
  if (settings === undefined || trust === undefined) return undefined;
  return {
    id,
    settings: settingsSchema.parse(settings.settings),
    settingsVersion: settings.version,
    trust: trustSchema.parse(trust),
  };
});

export type SiteItems = Record<'settings' | 'trust' | 'formerTrust', Item | undefined>;

/** Reads the stored items of a site in one request. */
export async function readSiteItems(id: string): Promise<SiteItems> {
  const [settings, trust, formerTrust] = await getItems([
    keys.settings(id),
    keys.trust(id),
    keys.formerTrust(id),
  ]);
  return { settings, trust, formerTrust };
}

/** The effective trust. The former key counts only until `npm run site -- put` has moved the trust. */
export const storedTrust = ({ trust, formerTrust }: SiteItems): unknown => (trust ?? formerTrust)?.trust;

const issuers = cached(async issuer => (await getItem(keys.issuer(issuer)))?.site as string | undefined);

const partners = cached(
  async (partner: number) => (await getItem(keys.partner(partner)))?.site as string | undefined,
);

/** The origins of all sites under one cache key, so that callers cannot cause a read for each invented origin. */
const origins = cached(async () => new Set((await originItems()).flatMap(item => item.origins as string[])));

/** One item for each site. */
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

/**
 * Replaces settings that are still at `version` (optimistic concurrency).
 * @returns the new version
 * @throws `precondition_failed` if another request has changed them
 */
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

/** A source of logins, which belongs to one site only. */
export type Source = { issuer: string } | { partner: number };

/** Invalidates this process's cache, for code that changes a site without the functions of this file. */
export function forgetSite(id: string, sources: Source[]): void {
  sites.forget(id);
  origins.forget('all');
  for (const source of sources) {
    if ('issuer' in source) issuers.forget(source.issuer);
    else partners.forget(source.partner);
  }
}
