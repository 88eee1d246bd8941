import { type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Settings } from '../../../domain/site.ts';
import type { Trust } from '../../../domain/trust.ts';
import { dynamodb, tableName } from './client.ts';
import { getItems, type Item, transactUpdate } from './items.ts';
import { Overtaken, retryOvertaken } from './overtaken.ts';
import { forgetSite, readSiteItems, type SiteItems, type Source, storedTrust } from './sites.ts';
import { type Key, keys } from './table.ts';

/** Stores sites. Only operations do this (`npm run site`). */

export type Outcome = {
  /** The trust that was replaced, if the site was stored before. */
  before: Trust | undefined;
  areSettingsNew: boolean;
};

/** Gets the trust that is about to be replaced, and throws if it must not be replaced. */
export type Review = (before: Trust | undefined) => void;

/**
 * Replaces a site's trust in one transaction. Sets its settings only if it has none. Issuers, and the
 * Kaltura partner, that the new trust no longer has are released for other sites.
 * @throws Error if another site has one of them, and what `review` throws
 */
export async function putSite(
  trust: Trust,
  firstSettings: Settings,
  review: Review = () => {},
): Promise<Outcome> {
  const id = trust.siteId;
  try {
    return await retryOvertaken(async () => {
      const stored = await readSiteItems(id);
      const before = storedTrust(stored) as Trust | undefined;
      review(before);
      const { taken, released } = await sortSources(trust, before);
      const TransactItems = [
        ...writes(trust, firstSettings, stored),
        ...taken.map(source => take(source, id)),
        ...released.map(source => release(source, id)),
      ];
      await dynamodb().send(new TransactWriteItemsCommand({ TransactItems }));
      forgetSite(id, [...taken, ...released]);
      return { before, areSettingsNew: stored.settings === undefined };
    });
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    throw new Error(
      `Another command changed the site ${id} at every attempt to write it: check the stored site, then try again.`,
    );
  }
}

/** What belongs to one site only: issuers of logins, and the Kaltura partner. */
const sourcesOf = (trust: Trust | undefined): Source[] => [
  ...(trust?.issuers ?? []).map(({ issuer }) => ({ issuer })),
  ...(trust?.kaltura === undefined ? [] : [{ partner: trust.kaltura.partnerId }]),
];

const keyOf = (source: Source): Key =>
  'issuer' in source ? keys.issuer(source.issuer) : keys.partner(source.partner);

/** The sources that the site takes, and those that it releases. */
async function sortSources(trust: Trust, before: Trust | undefined) {
  const taken = sourcesOf(trust);
  const pks = taken.map(source => keyOf(source).pk);
  const dropped = sourcesOf(before).filter(source => !pks.includes(keyOf(source).pk));
  const owners = await getItems([...taken, ...dropped].map(keyOf));
  const foreign = taken.find((_, index) => (owners[index]?.site ?? trust.siteId) !== trust.siteId);
  if (foreign !== undefined) throw new Error(`The ${nameOf(foreign)} belongs to another site.`);
  const released = dropped.filter((_, index) => owners[taken.length + index]?.site === trust.siteId);
  return { taken, released };
}

const nameOf = (source: Source): string =>
  'issuer' in source ? `issuer ${source.issuer}` : `Kaltura partner ${source.partner}`;

/**
 * Writes the site, on condition that its trust is stored as read and no other command has set its settings. The same
 * transaction deletes a trust under its former key.
 */
function writes(trust: Trust, firstSettings: Settings, stored: SiteItems): TransactWriteItem[] {
  const id = trust.siteId;
  const site: TransactWriteItem[] = [
    transactUpdate(keys.trust(id), e => ({
      set: e.assign({ trust }),
      condition: stored.trust
        ? `${e.name('trust')} = ${e.value(stored.trust.trust)}`
        : 'attribute_not_exists(pk)',
    })),
    transactUpdate(keys.origins(id), e => ({ set: e.assign({ origins: trust.allowedOrigins }) })),
    ...(stored.formerTrust === undefined ? [] : [deleteFormerTrust(stored.formerTrust)]),
  ];
  if (stored.settings !== undefined) return site;
  const settings = transactUpdate(keys.settings(id), e => ({
    set: e.assign({ settings: firstSettings, version: 1 }),
    condition: 'attribute_not_exists(pk)',
  }));
  return [...site, settings];
}

const deleteFormerTrust = ({ pk, sk, trust }: Item): TransactWriteItem => ({
  Delete: {
    TableName: tableName(),
    Key: marshall({ pk, sk }),
    ConditionExpression: 'trust = :trust',
    ExpressionAttributeValues: marshall({ ':trust': trust }),
  },
});

const take = (source: Source, site: string): TransactWriteItem =>
  transactUpdate(keyOf(source), e => ({
    set: e.assign({ site }),
    condition: `attribute_not_exists(pk) OR ${e.name('site')} = ${e.value(site)}`,
  }));

const release = (source: Source, site: string): TransactWriteItem => ({
  Delete: {
    TableName: tableName(),
    Key: marshall(keyOf(source)),
    ConditionExpression: '#site = :site',
    ExpressionAttributeNames: { '#site': 'site' },
    ExpressionAttributeValues: marshall({ ':site': site }),
  },
});
