import type { DynamoDBStreams, _Record as Record, Shard } from '@aws-sdk/client-dynamodb-streams';
import type { Checkpoint } from './checkpoint.ts';

const BATCH_SIZE = 100;

/** The shards that may hold records after the checkpoint, oldest first (a shard's id contains its start time). */
export async function findShards(client: DynamoDBStreams, streamArn: string, checkpoint: Checkpoint) {
  const { StreamDescription: stream } = await client.describeStream({ StreamArn: streamArn });
  const shards = (stream?.Shards ?? []).toSorted((a, b) => (a.ShardId ?? '').localeCompare(b.ShardId ?? ''));
  return shards.filter(({ SequenceNumberRange: range }) => {
    return range?.EndingSequenceNumber === undefined || checkpoint.isBehind(range.EndingSequenceNumber);
  });
}

/** Yields batches of a shard's records after the checkpoint, empty ones if nothing is new, until the shard closes. */
export async function* readShard(
  client: DynamoDBStreams,
  { streamArn, shard, checkpoint }: { streamArn: string; shard: Shard; checkpoint: Checkpoint },
): AsyncGenerator<Record[]> {
  const position = { StreamArn: streamArn, ShardId: shard.ShardId };
  let iterator = await findIterator(client, position, checkpoint.sequenceNumber);
  while (iterator) {
    const { Records: records = [], NextShardIterator: next } = await client.getRecords({
      ShardIterator: iterator,
      Limit: BATCH_SIZE,
    });
    const news = records.filter(({ dynamodb }) => checkpoint.isBehind(dynamodb?.SequenceNumber ?? '0'));
    if (news.length > 0 || records.length === 0) yield news;
    iterator = next;
  }
}

async function findIterator(
  client: DynamoDBStreams,
  position: { StreamArn: string; ShardId: string | undefined },
  after: string | undefined,
): Promise<string | undefined> {
  const fromStart = { ...position, ShardIteratorType: 'TRIM_HORIZON' } as const;
  if (after === undefined) return (await client.getShardIterator(fromStart)).ShardIterator;
  try {
    const fromCheckpoint = {
      ...position,
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: after,
    } as const;
    return (await client.getShardIterator(fromCheckpoint)).ShardIterator;
  } catch {
    // The position is in an older shard, or the stream no longer has it.
    return (await client.getShardIterator(fromStart)).ShardIterator;
  }
}
