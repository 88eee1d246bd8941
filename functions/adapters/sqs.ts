import { SQSClient } from '@aws-sdk/client-sqs';
import { awsClient } from './aws.ts';

let client: SQSClient | undefined;

export function sqs(): SQSClient {
  client ??= new SQSClient(awsClient('SQS'));
  return client;
}
