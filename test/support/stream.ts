import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { inject } from 'vitest';
import { mailsDue } from '../../domain/mails-due.ts';
import { toInvitation } from '../../functions/adapters/dynamodb/invitation-items.ts';
import type { Item } from '../../functions/adapters/dynamodb/items.ts';
import { INVITATION_PREFIX } from '../../functions/adapters/dynamodb/table.ts';
import { localAws } from '../../local/aws/client.ts';
import { Checkpoint } from '../../local/stream/checkpoint.ts';
import { handleRecords } from '../../local/stream/follow.ts';
import { State } from '../../local/support/state.ts';

/** The records of this table's stream that the functions get, from its beginning. */
export async function changesOf(streamArn: string): Promise<DynamoDBRecord[]> {
  const client = new DynamoDBStreams({ ...localAws, endpoint: inject('dynamoDb') });
  const checkpoint = new Checkpoint(new State(undefined), Date.now);
  const running = { signal: new AbortController().signal, pause: async () => {} };
  const changes: DynamoDBRecord[] = [];
  const handler = async ({ Records }: DynamoDBStreamEvent) => {
    changes.push(...Records);
    return { batchItemFailures: [] };
  };
  const { StreamDescription } = await client.describeStream({ StreamArn: streamArn });
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const from = { StreamArn: streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator } = await client.getShardIterator(from);
    while (ShardIterator !== undefined) {
      const { Records = [], NextShardIterator } = await client.getRecords({ ShardIterator });
      await handleRecords(Records, { checkpoint, handler }, running);
      ShardIterator = Records.length === 0 ? undefined : NextShardIterator;
    }
  }
  client.destroy();
  return changes;
}

/** The number of mails that all writes to this table have requested, counted from its stream. */
export const mailsAskedFor = async (streamArn: string): Promise<number> =>
  (await changesOf(streamArn)).filter(asksForMail).length;

function asksForMail({ dynamodb: { Keys, OldImage, NewImage } = {} }: DynamoDBRecord): boolean {
  if (!Keys?.sk?.S?.startsWith(INVITATION_PREFIX)) return false;
  const after = invitationOf(NewImage);
  return after !== undefined && mailsDue(invitationOf(OldImage), after).length > 0;
}

const invitationOf = (image: object | undefined) =>
  image && toInvitation(unmarshall(image as Record<string, AttributeValue>) as Item);
