import { localAws } from '../../local/aws/client.ts';
import { readConfig } from '../../local/config.ts';
import { tableName } from '../../local/functions.ts';
import { openDeployment } from '../support/deployment.ts';

export const LOCAL = 'local';

/**
 * Gives this process the environment of a stage's functions; `local` is the stack that runs on this machine.
 * @returns where the stage answers
 */
export async function openStage(stage: string): Promise<string> {
  if (stage === LOCAL) return openLocalStack();
  const { TableName, PublicOrigin } = await openDeployment(stage);
  Object.assign(process.env, { TABLE_NAME: TableName, STAGE: stage });
  return PublicOrigin;
}

function openLocalStack(): string {
  const { origin, dynamoDbPort, sesPort, sesEndpoint } = readConfig(process.env);
  delete process.env.AWS_SESSION_TOKEN;
  Object.assign(process.env, {
    AWS_REGION: localAws.region,
    AWS_ACCESS_KEY_ID: localAws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localAws.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${dynamoDbPort}`,
    AWS_ENDPOINT_URL_SESV2: sesEndpoint ?? `http://127.0.0.1:${sesPort}`,
    TABLE_NAME: tableName,
    STAGE: LOCAL,
  });
  return origin;
}
