import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { environment } from '../environment.ts';
import { sqs } from './sqs.ts';

/** Parks a record of the table's stream, whole, to be tried again apart from the others. */
export async function parkChange(record: DynamoDBRecord): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: environment('CHANGE_QUEUE_URL'),
      MessageBody: JSON.stringify(record),
    }),
  );
}

const recordSchema = z.looseObject({ dynamodb: z.looseObject({ SequenceNumber: z.string() }) });

/** The record of the stream that was parked. @throws where a message is none, which must not pass for followed */
export const parkedChange = ({ body }: SQSRecord): DynamoDBRecord =>
  recordSchema.parse(JSON.parse(body)) as DynamoDBRecord;
