import {
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Settings, Trust } from '../../../domain/site.ts';
import { keys } from '../../table.ts';
import { dynamodb, tableName } from './client.ts';
import { getItems, transactUpdate } from './items.ts';
import { forgetSite, readSiteItems, type SiteItems } from './sites.ts';

/** Puts sites in place, as operations do. */

export type Outcome = {
  /** The trust that was replaced, where the site was known. */
  before: Trust | undefined;
  areSettingsNew: boolean;
};

/** Sees the trust that is about to be replaced, and throws where that must not be. */
export type Review = (before: Trust | undefined) => void;

const ROUNDS = 5;

/**
 * Replaces a site's trust, and sets its settings only where it has none. Wholly or not at all; an issuer that it has
 * no longer is free for another site.
 * @throws Error where another site has one of the issuers, and what `review` throws
 */
export async function putSite(
  trust: Trust,
  firstSettings: Settings,
  review: Review = () => {},
): Promise<Outcome> {
  const id = trust.siteId;
  for (let round = 0; round < ROUNDS; round += 1) {
    const standing = await readSiteItems(id);
    const before: Trust | undefined = standing.trust?.trust;
    review(before);
    const { taken, released } = await sortIssuers(trust, before);
    try {
      const TransactItems = [
        ...writes(trust, firstSettings, standing),
        ...taken.map(issuer => takeIssuer(issuer, id)),
        ...released.map(issuer => releaseIssuer(issuer, id)),
      ];
      await dynamodb().send(new TransactWriteItemsCommand({ TransactItems }));
    } catch (error) {
      if (isOvertaken(error)) continue;
      throw error;
    }
    forgetSite(id, [...taken, ...released]);
    return { before, areSettingsNew: standing.settings === undefined };
  }
  throw new Error(
    `The site ${id} was changed by somebody else each time it was to be written: see what holds, then try again.`,
  );
}

const OVERTAKEN = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/** Whether somebody else was faster, so that it takes another look; what was throttled is no such case. */
const isOvertaken = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code }) => Code !== undefined && OVERTAKEN.has(Code));

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

/** The site itself, while its trust stands as it was read and nobody else has set its settings. */
function writes(trust: Trust, firstSettings: Settings, standing: SiteItems): TransactWriteItem[] {
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
