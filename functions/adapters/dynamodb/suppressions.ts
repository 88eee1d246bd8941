import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Suppression } from '../../../domain/suppression.ts';
import { keys } from '../../table.ts';
import { addressId } from '../address-ids.ts';
import { dynamodb, tableName } from './client.ts';
import { getItem, type Item, queryItems, updateItem } from './items.ts';

/** Addresses that a site writes to no more. They stay until an administrator lifts them. */

export async function suppress(
  site: string,
  email: string,
  { reason, at }: Pick<Suppression, 'reason' | 'at'>,
): Promise<void> {
  const key = keys.suppression(site, await addressId(site, email));
  // The first reason stays: repeated events change nothing.
  await updateItem(key, e => ({
    set: e.assign({ email, reason, at }),
    condition: 'attribute_not_exists(pk)',
  }));
}

export async function suppressionOf(site: string, email: string): Promise<Suppression | undefined> {
  const item = await getItem(keys.suppression(site, await addressId(site, email)));
  return item && toSuppression(item);
}

/** A page of a site's, in the order of their ids; `after` is the last id seen. */
export async function listSuppressions(site: string, limit: number, after: string | undefined) {
  const { items, last } = await queryItems(keys.suppression(site, '').pk, {
    limit,
    after: after === undefined ? undefined : keys.suppression(site, after),
  });
  return { suppressions: items.map(toSuppression), last: last?.sk };
}

/** Also where there is none of this id. */
export async function liftSuppression(site: string, id: string): Promise<void> {
  await dynamodb().send(
    new DeleteItemCommand({ TableName: tableName(), Key: marshall(keys.suppression(site, id)) }),
  );
}

const toSuppression = ({ sk: id, email, reason, at }: Item): Suppression => ({ id, email, reason, at });
