import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, expect, it, vi } from 'vitest';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { localAws } from '../../local/aws/client.ts';
import { tableName } from '../../local/functions.ts';
import { openQueues } from '../../local/queue/queues.ts';
import { State } from '../../local/support/state.ts';
import { Client } from './client.ts';
import { generateAll, ownerOf, planAttempts } from './generating.ts';
import { mailsOf } from './inbox.ts';
import { cleanUp, findPlace, kill, type Place, start } from './stack-process.ts';

const ROOM = 'poisoned';
/** The back-off between the retries takes half of it. */
const GIVEN_UP_MILLIS = 60_000;
const timeout = 120_000;

afterAll(cleanUp, timeout);

it('moves a poison record to the dead-letter queue, while the mail of others arrives', {
  timeout,
}, async () => {
  const place = await findPlace();
  const stack = await start(place);
  const client = new Client(stack.origin);
  const owner = ownerOf(ROOM);
  await client.putRoom(ROOM, owner);
  await writePoison(place);
  const attempts = planAttempts(ROOM, 5);
  await generateAll(attempts, { client, token: await client.login(owner) });

  const addressees = async () => (await mailsOf(`http://localhost:${place.sesPort}`)).map(({ to }) => to);
  const invited = attempts.map(({ email }) => email).sort();
  await vi.waitFor(async () => expect((await addressees()).sort()).toEqual(invited), 10_000);
  expect(stack.stderr()).toBe('');

  await vi.waitUntil(() => stack.stderr() !== '', { timeout: GIVEN_UP_MILLIS, interval: 200 });
  expect(stack.stderr()).toBe(
    'Moved to the dead-letter queue "changes-failures" after 5 tries: 1 from "changes".\n',
  );
  kill(stack.pid);
  await stack.exit;
  const state = new State(place.folder);
  expect(openQueues(state.database, Date.now).changes.countFailures()).toBe(1);
  state.close();
});

/** Writes an invitation item without any of an invitation's attributes. */
async function writePoison({ dynamoDbPort }: Place): Promise<void> {
  const client = new DynamoDB({ ...localAws, endpoint: `http://localhost:${dynamoDbPort}` });
  await client.putItem({
    TableName: tableName,
    Item: marshall(keys.invitation('demo', ROOM, 'poison')),
  });
  client.destroy();
}
