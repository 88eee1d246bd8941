import { type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Settings, Trust } from '../../../domain/site.ts';
import { dynamodb, tableName } from './client.ts';
import { getItems, type Item, transactUpdate } from './items.ts';
import { Overtaken, retryOvertaken } from './overtaken.ts';
import { forgetSite, readSiteItems, type SiteItems, storedTrust } from './sites.ts';
import { keys } from './table.ts';

/** Stores sites. Only operations do this (`npm run site`). */

export type Outcome = {
  /** The trust that was replaced, if the site was stored before. */
  before: Trust | undefined;
  areSettingsNew: boolean;
};

/** Gets the trust that is about to be replaced, and throws if it must not be replaced. */
export type Review = (before: Trust | undefined) => void;

/**
 * Replaces a site's trust in one transaction. Sets its settings only if it has none. Issuers that the new trust no
 * longer has are released for other sites.
 * @throws Error if another site has one of the issuers, and what `review` throws
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
      const { taken, released } = await sortIssuers(trust, before);
      const TransactItems = [
        ...writes(trust, firstSettings, stored),
        ...taken.map(issuer => takeIssuer(issuer, id)),
        ...released.map(issuer => releaseIssuer(issuer, id)),
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

/** The issuers that the site takes, and the issuers that it releases. */
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
