import { readSettings } from '../../lib/settings.ts';
import { readConfig } from '../../local/config.ts';
import { setDataEnvironment } from '../../local/functions.ts';
import { openDeployment } from '../support/deployment.ts';

/** Where a stage answers, and its name as operators are told it. */
export type Stage = { origin: string; place: string };

const LOCAL = 'local';

/** Gives this process the environment of a stage's functions; `local` is the stack that runs on this machine. */
export async function openStage(stage: string): Promise<Stage> {
  if (stage === LOCAL) return openLocalStack();
  const { outputs, place } = await openDeployment(readSettings(stage));
  Object.assign(process.env, { TABLE_NAME: outputs.TableName, STAGE: stage });
  return { origin: outputs.PublicOrigin, place };
}

function openLocalStack(): Stage {
  const { origin, dynamoDbPort, sesPort, sesEndpoint } = readConfig(process.env);
  setDataEnvironment({
    dynamoDb: `http://127.0.0.1:${dynamoDbPort}`,
    ses: sesEndpoint ?? `http://127.0.0.1:${sesPort}`,
  });
  return { origin, place: LOCAL };
}
