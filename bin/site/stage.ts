import { readSettings } from '../../lib/settings.ts';
import { readConfig } from '../../local/config.ts';
import { setDataEnvironment } from '../../local/functions.ts';
import { openDeployment } from '../support/deployment.ts';

/** A stage: its public origin, all its origins, and its name as operators see it. */
export type Stage = { origin: string; origins: string[]; place: string };

const LOCAL = 'local';

/** Gives this process the environment of a stage's functions; `local` is the stack on this machine. */
export async function openStage(stage: string): Promise<Stage> {
  if (stage === LOCAL) return openLocalStack();
  const settings = readSettings(stage);
  const { outputs, place } = await openDeployment(settings);
  Object.assign(process.env, { TABLE_NAME: outputs.TableName, STAGE: stage });
  const { PublicOrigin: origin, DistributionDomain, ApiUrl } = outputs;
  const origins = [origin, `https://${DistributionDomain}`, ApiUrl, ...settings.allowedOrigins];
  return { origin, origins, place };
}

function openLocalStack(): Stage {
  const { origin, dynamoDbPort, sesPort, sesEndpoint } = readConfig(process.env);
  setDataEnvironment({
    dynamoDb: `http://127.0.0.1:${dynamoDbPort}`,
    ses: sesEndpoint ?? `http://127.0.0.1:${sesPort}`,
  });
  return { origin, origins: [origin, origin.replace('localhost', '127.0.0.1')], place: LOCAL };
}
