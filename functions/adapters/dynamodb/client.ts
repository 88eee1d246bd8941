import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { environment } from '../../runtime/environment.ts';
import { awsClient } from '../aws.ts';

let client: DynamoDBClient | undefined;

export function dynamodb(): DynamoDBClient {
  client ??= new DynamoDBClient(awsClient('DYNAMODB'));
  return client;
}

export const tableName = (): string => environment('TABLE_NAME');
