import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { Problem } from '../../../domain/problems.ts';
import { type Settings, type Site, settingsSchema, type Trust, trustSchema } from '../../../domain/site.ts';
import { keys } from '../../table.ts';
import { cached } from '../cached.ts';
import { dynamodb, tableName } from './client.ts';
import { getItem, type Item, updateItem } from './items.ts';

/** A site: what its administrator has set and what operations trust. Cached at most 30 seconds. */
export const readSite = (id: string): Promise<Site | undefined> => sites.get(id);

/** The one site that an issuer of logins belongs to. */
export const siteOfIssuer = (issuer: string): Promise<string | undefined> => issuers.get(issuer);

/** For preflights, where the site is not known yet. */
export const isOriginOfAnySite = (origin: string): Promise<boolean> => origins.get(origin);

const sites = cached(async (id): Promise<Site | undefined> => {
  const items = await partition(keys.settings(id).pk);
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

const origins = cached(async origin => (await partition(keys.origin(origin, '').pk)).length > 0);

async function partition(pk: string): Promise<Item[]> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: marshall({ ':pk': pk }),
      ConsistentRead: true,
    }),
  );
  return Items.map(item => unmarshall(item) as Item);
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
  for (const origin of trust.allowedOrigins) {
    await updateItem(keys.origin(origin, site), e => ({ set: e.assign({ site }) }));
    origins.forget(origin);
  }
  await updateItem(keys.trust(site), e => ({ set: e.assign({ trust }) }));
  await updateItem(keys.settings(site), e => ({
    set: e.assign({ settings: firstSettings, version: 1 }),
    condition: 'attribute_not_exists(pk)',
  }));
  sites.forget(site);
}
