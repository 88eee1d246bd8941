import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { putSite } from '../../functions/adapters/dynamodb/put-site.ts';
import { seedTemplates } from '../../functions/templates/seed.ts';
import { localAws } from '../../local/aws/client.ts';
import { createTable } from '../../local/dynamodb/server.ts';
import { setEnvironment } from '../../local/functions.ts';
import { localSites } from '../../local/sites.ts';
import { awsLike } from './aws-like/aws-like.ts';

export const origin = inject('origin');

// A separate database for each test file: DynamoDB Local writes more slowly, the more was written to its streams.
localAws.credentials.accessKeyId = randomUUID().replaceAll('-', '');

/**
 * Gives the handlers in this test file the environment of a deployed stage, and a new table with both sites. The
 * database imitates AWS, see {@link awsLike}.
 */
export async function startWithEmptyTable(): Promise<string> {
  awsLike.set();
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
