import { Problem } from '../../../domain/problems.ts';
import { type Settings, type Site, settingsSchema, trustSchema } from '../../../domain/site.ts';
import { type Key, keys, siteOfOriginsKey } from '../../table.ts';
import { cached } from '../cached.ts';
import { getItem, type Item, queryItems, updateItem } from './items.ts';

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
export const listSites = async (): Promise<string[]> => (await originItems()).map(siteOfOriginsKey);

const sites = cached(async (id): Promise<Site | undefined> => {
  const { settings, trust } = await readSiteItems(id);
  if (settings === undefined || trust === undefined) return undefined;
  return {
    id,
    settings: settingsSchema.parse(settings.settings),
    settingsVersion: settings.version,
    trust: trustSchema.parse(trust.trust),
  };
});

export type SiteItems = { settings: Item | undefined; trust: Item | undefined };

/** What stands of a site, as it is stored. */
export async function readSiteItems(id: string): Promise<SiteItems> {
  const { items } = await queryItems(keys.settings(id).pk);
  return {
    settings: items.find(({ sk }) => sk === keys.settings(id).sk),
    trust: items.find(({ sk }) => sk === keys.trust(id).sk),
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

/** For whoever has changed a site by other means than these. */
export function forgetSite(id: string, issuersOfIt: string[]): void {
  sites.forget(id);
  origins.forget('all');
  for (const issuer of issuersOfIt) issuers.forget(issuer);
}
