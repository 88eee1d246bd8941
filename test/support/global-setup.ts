import type { JWK } from 'jose';
import type { TestProject } from 'vitest/node';
import { startAwsEndpoint } from '../../local/aws/endpoint.ts';
import { createSecrets, secretsOperations } from '../../local/aws/secrets.ts';
import { issuerRoutes, keyOf } from '../../local/dev/issuer.ts';
import { startDynamoDb } from '../../local/dynamodb/server.ts';
import { startGateway } from '../../local/gateway/server.ts';
import { openQueues } from '../../local/queue/queues.ts';
import { sqsOperations } from '../../local/queue/sqs.ts';
import { startSes } from '../../local/ses/server.ts';
import { freePort } from '../../local/support/loopback.ts';
import { State } from '../../local/support/state.ts';

declare module 'vitest' {
  interface ProvidedContext {
    origin: string;
    dynamoDb: string;
    ses: string;
    aws: string;
    /** The private keys of the local sites' issuers, so that a test can sign logins at its own clock. */
    issuerKeys: Record<'demo' | 'other', JWK>;
  }
}

/** One DynamoDB Local, SES emulator, set of queues, key store and issuer for all tests; one table per test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const state = new State(undefined);
  await createSecrets(state);
  const queues = openQueues(state.database, Date.now);
  const [dynamoDb, ses, aws, port] = await Promise.all([
    startDynamoDb({}),
    startSes(state, { port: await freePort(), endpoint: undefined }),
    startAwsEndpoint({ ...sqsOperations(queues), ...secretsOperations(state) }),
    freePort(),
  ]);
  const origin = `http://localhost:${port}`;
  const issuer = await startGateway(await issuerRoutes(state, origin), { port });
  project.provide('origin', origin);
  project.provide('dynamoDb', dynamoDb.endpoint);
  project.provide('ses', ses.endpoint);
  project.provide('issuerKeys', {
    demo: state.get(keyOf('demo')) as JWK,
    other: state.get(keyOf('other')) as JWK,
  });
  project.provide('aws', `http://127.0.0.1:${aws.port}`);
  return async () => {
    for (const part of [issuer, aws, ses, dynamoDb]) await part.stop();
  };
}
