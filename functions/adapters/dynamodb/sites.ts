import { Problem } from '../../../domain/problems.ts';
import { type Settings, type Site, settingsSchema, type Trust, trustSchema } from '../../../domain/site.ts';
import { keys } from '../../table.ts';
import { cached } from '../cached.ts';
import { getItem, queryItems, updateItem } from './items.ts';

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

const sites = cached(async (id): Promise<Site | undefined> => {
  const { items } = await queryItems(keys.settings(id).pk);
  const settings = items.find(item => item.sk === 'SETTINGS');
  const trust = items.find(item => item.sk === 'TRUST');
  if (settings === undefined || trust === undefined) return undefined;
  return {
    id,
    settings: settingsSchema.parse(settings.settings),
    settingsVersion: settings.version,
    trust: trustSchema.parse(trust.trust),
  };
});

const issuers = cached(async issuer => (await getItem(keys.issuer(issuer)))?.site as string | undefined);

/** Of all sites at once, so that callers cannot cause a read for each origin they make up. */
const origins = cached(async () => {
  const { items } = await queryItems(keys.origins('').pk);
  return new Set(items.flatMap(item => item.origins as string[]));
});

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

/**
 * Puts a site in place, as operations do: its trust is replaced, its settings are set only where it has none.
 * @throws Error where another site has one of the issuers
 */
export async function putSite(trust: Trust, firstSettings: Settings): Promise<void> {
  const site = trust.siteId;
  for (const { issuer } of trust.issuers) {
    const { written } = await updateItem(keys.issuer(issuer), e => ({
      set: e.assign({ site }),
      condition: `attribute_not_exists(pk) OR ${e.name('site')} = ${e.value(site)}`,
    }));
    if (written === undefined) throw new Error(`The issuer ${issuer} belongs to another site.`);
    issuers.forget(issuer);
  }
  await updateItem(keys.origins(site), e => ({ set: e.assign({ origins: trust.allowedOrigins }) }));
  origins.forget('all');
  await updateItem(keys.trust(site), e => ({ set: e.assign({ trust }) }));
  await updateItem(keys.settings(site), e => ({
    set: e.assign({ settings: firstSettings, version: 1 }),
    condition: 'attribute_not_exists(pk)',
  }));
  sites.forget(site);
}
