import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { putSite } from '../../functions/adapters/dynamodb/put-site.ts';
import { seedTemplates } from '../../functions/templates/seed.ts';
import { localAws } from '../../local/aws/client.ts';
import { createTable } from '../../local/dynamodb/server.ts';
import { setEnvironment } from '../../local/functions.ts';
import { localSites } from '../../local/sites.ts';

export const origin = inject('origin');

// A database of its own for each test file: the more one has written to its streams, the slower DynamoDB Local writes.
localAws.credentials.accessKeyId = randomUUID().replaceAll('-', '');

/** Gives the handlers in this test file the environment they have when deployed, and a fresh table with both sites. */
export async function startWithEmptyTable(): Promise<string> {
  setEnvironment({ origin, dynamoDb: inject('dynamoDb'), ses: inject('ses'), aws: inject('aws') });
  const name = `test-${randomUUID()}`;
  process.env.TABLE_NAME = name;
  const streamArn = await createTable(inject('dynamoDb'), name);
  for (const { trust, settings } of localSites(origin)) {
    await putSite(trust, settings);
    await seedTemplates('local', trust.siteId);
  }
  return streamArn;
}
