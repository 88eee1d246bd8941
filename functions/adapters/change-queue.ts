import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { environment } from '../runtime/environment.ts';
import { sqs } from './sqs.ts';

/** Sends a whole stream record to the change queue, which retries it, so that it does not block later records. */
export async function parkChange(record: DynamoDBRecord): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: environment('CHANGE_QUEUE_URL'),
      MessageBody: JSON.stringify(record),
    }),
  );
}

const recordSchema = z.looseObject({ dynamodb: z.looseObject({ SequenceNumber: z.string() }) });

/** The stream record in a message. @throws if the message is not one; it must not count as processed */
export const parkedChange = ({ body }: SQSRecord): DynamoDBRecord =>
  recordSchema.parse(JSON.parse(body)) as DynamoDBRecord;
