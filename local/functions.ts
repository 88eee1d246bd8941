import { routes } from '../functions/contract/routes.ts';
import { localAws } from './aws/client.ts';
import { appTokensPrefix, kalturaSecretsPrefix, secretIds } from './aws/secrets.ts';
import { loadHandler } from './gateway/lambda.ts';
import type { HttpHandler, Route } from './gateway/router.ts';
import { queueUrl } from './queue/sqs.ts';

export const tableName = 'roompass';

type DataEndpoints = {
  readonly dynamoDb: string;
  readonly ses: string;
};

type Endpoints = DataEndpoints & {
  readonly origin: string;
  /** Endpoint of the queues and the secrets. */
  readonly aws: string;
};

/** Points this process at the table and templates of a local stack, even if it has settings for an AWS account. */
export function setDataEnvironment({ dynamoDb, ses }: DataEndpoints): void {
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']) {
    delete process.env[name];
  }
  Object.assign(process.env, {
    AWS_REGION: localAws.region,
    AWS_ACCESS_KEY_ID: localAws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localAws.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb,
    AWS_ENDPOINT_URL_SESV2: ses,
    TABLE_NAME: tableName,
    STAGE: 'local',
  });
}

/** Gives this process the environment variables that the deployed functions have. */
export function setEnvironment({ origin, dynamoDb, ses, aws }: Endpoints): void {
  setDataEnvironment({ dynamoDb, ses });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: aws,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws,
    PUBLIC_ORIGINS: [origin, origin.replace('localhost', '127.0.0.1')].join(','),
    LINK_KEYS_SECRET: secretIds.linkKeys,
    TICKET_KEYS_SECRET: secretIds.ticketKeys,
    ID_KEY_SECRET: secretIds.idKey,
    UNSUBSCRIBE_KEY_SECRET: secretIds.unsubscribeKey,
    KALTURA_SECRETS: kalturaSecretsPrefix,
    KALTURA_APP_TOKENS: appTokensPrefix,
    MAIL_QUEUE_URL: queueUrl(aws, 'mail'),
    CHANGE_QUEUE_URL: queueUrl(aws, 'changes'),
    ROOM_QUEUE_URL: queueUrl(aws, 'rooms'),
    SESSION_QUEUE_URL: queueUrl(aws, 'sessions'),
    MAIL_SENDER: 'Roompass <roompass@localhost.test>',
    MAIL_CONFIGURATION_SET: 'roompass-local',
    // Metrics are lines for CloudWatch, which does not exist here.
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
}

/** The routes of the API with their deployed handlers. */
export function apiRoutes(): Promise<Route[]> {
  const loading = Object.entries(routes).map(async ([name, { method, path }]) => {
    const handler: HttpHandler = await loadHandler(name);
    return { method, path, handler };
  });
  return Promise.all(loading);
}
