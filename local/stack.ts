import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { createSecrets, secretsOperations } from './aws/secrets.ts';
import type { Config } from './config.ts';
import { issuerRoutes } from './dev/issuer.ts';
import { kalturaSessionsRoute } from './dev/kaltura-sessions.ts';
import { launchRoute } from './dev/launch.ts';
import { sesEventsRoute } from './dev/ses-events.ts';
import { answerOnlyCommitted } from './dynamodb/committed.ts';
import { createTable, type LocalDynamoDb, startDynamoDb } from './dynamodb/server.ts';
import { apiRoutes, setEnvironment, tableName } from './functions.ts';
import { loadHandler } from './gateway/lambda.ts';
import { pageRoutes } from './gateway/pages.ts';
import { startGateway } from './gateway/server.ts';
import { openKaltura } from './kaltura/open.ts';
import { consumeQueue, type QueueSource } from './queue/consume.ts';
import { openQueues } from './queue/queues.ts';
import { sqsOperations } from './queue/sqs.ts';
import { seed } from './seed.ts';
import { startSes } from './ses/server.ts';
import { Checkpoint } from './stream/checkpoint.ts';
import { followStream } from './stream/follow.ts';
import { queueForgottenMail } from './stream/sweep.ts';
import { State } from './support/state.ts';

type Part = {
  stop(): unknown;
};

export type Stack = Part & {
  stop(): Promise<void>;
  /** Settles when DynamoDB Local has ended; the stack cannot work without it. */
  readonly ended: Promise<unknown>;
};

/** Starts all parts of the stack; if one fails, stops those that were started. */
export async function startStack(config: Config): Promise<Stack> {
  const parts: Part[] = [];
  const stop = async () => {
    for (const part of parts.splice(0).reverse()) await part.stop();
  };
  const keep = async <P extends Part>(starting: P | Promise<P>): Promise<P> => {
    const part = await starting;
    parts.push(part);
    return part;
  };
  try {
    const { ended } = await startParts(config, keep);
    return { ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Keep = <P extends Part>(starting: P | Promise<P>) => Promise<P>;

async function startParts(config: Config, keep: Keep): Promise<LocalDynamoDb> {
  const state = new State(config.folder);
  await keep({ stop: () => state.close() });
  const queues = openQueues(state.database, Date.now);
  await createSecrets(state);

  const kaltura = await keep(openKaltura(config));
  const [dynamoDb, ses, aws] = await allStarted([
    keep(openDynamoDb(config)),
    keep(startSes(state, { port: config.sesPort, endpoint: config.sesEndpoint })),
    keep(startAwsEndpoint({ ...sqsOperations(queues), ...secretsOperations(state) })),
  ]);
  const { origin } = config;
  setEnvironment({
    origin,
    dynamoDb: dynamoDb.endpoint,
    ses: ses.endpoint,
    aws: `http://127.0.0.1:${aws.port}`,
  });
  answerOnlyCommitted();

  const checkpoint = new Checkpoint(state, Date.now);
  const { endpoint } = dynamoDb;
  const streamArn = await createTable(endpoint, tableName);
  await seed({ origin, kaltura: kaltura.endpoint, now: new Date().toISOString() });
  if (checkpoint.isTooOld) await queueForgottenMail(endpoint, tableName, queues.mail);
  const feedback: QueueSource = { queue: queues.feedback, handler: await loadHandler('recordDelivery') };
  await keep(consumeQueue(feedback));
  await keep(consumeQueue({ queue: queues.mail, handler: await loadHandler('deliverEmail') }));
  await keep(consumeQueue({ queue: queues.rooms, handler: await loadHandler('refreshRoom') }));
  await keep(consumeQueue({ queue: queues.sessions, handler: await loadHandler('endSessions') }));
  await keep(consumeQueue({ queue: queues.changes, handler: await loadHandler('recordChanges') }));
  await keep(followStream({ endpoint, streamArn, checkpoint, handler: await loadHandler('recordChanges') }));

  const localRoutes = [
    ...(await pageRoutes()),
    ...(await issuerRoutes(state, origin)),
    launchRoute,
    sesEventsRoute(ses.mailTags, feedback),
    kalturaSessionsRoute(kaltura.directory),
  ];
  await keep(startGateway([...localRoutes, ...(await apiRoutes())], config));
  return dynamoDb;
}

async function openDynamoDb({ dynamoDbPort: port, folder }: Config): Promise<LocalDynamoDb> {
  if (folder === undefined) return startDynamoDb({ port });
  const path = join(folder, 'dynamodb');
  await mkdir(path, { recursive: true });
  return startDynamoDb({ port, path });
}

/** Like Promise.all, but if one fails it waits for the others too, so that none starts after the cleanup. */
async function allStarted<T extends readonly unknown[]>(
  starting: [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(starting);
  return Promise.all(starting) as unknown as Promise<T>;
}
