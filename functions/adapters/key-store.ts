import {
  GetSecretValueCommand,
  InvalidParameterException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod';
import type { Instant } from '../../domain/time.ts';
import { secretsManager } from './secrets.ts';

/** Keys as they are put into Secrets Manager, by a deploy and by a rotation; nothing here is cached. */

/** What stands in a secret: `value` is missing where that is not of the keys' form. */
export type Stored<T> = { version: string; value: T | undefined };

/** Nothing where the secret has no value yet. */
export async function readStored<T>(id: string, schema: z.ZodType<T>): Promise<Stored<T> | undefined> {
  try {
    const answer = await getCurrent(id);
    // AWS knows no empty value; an emulator begins with one.
    if (!answer.SecretString && !answer.SecretBinary) return undefined;
    return { version: answer.VersionId ?? '', value: valueIn(answer.SecretString, schema) };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

const getCurrent = (id: string) => secretsManager().send(new GetSecretValueCommand({ SecretId: id }));

/** What is wrong with the text is not said: the error's words would quote it. */
function valueIn<T>(text: string | undefined, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

/** The time by AWS's clock, as far off ours as it was at the last answer: whoever asks may have a wrong clock. */
export const awsNow = (): Instant =>
  new Date(Date.now() + secretsManager().config.systemClockOffset).toISOString();

const FIRST_VERSION = '00000000-0000-4000-8000-000000000001';

/** Puts the first keys of all, once: a version's id is never given to two values. False where others were first. */
export async function putFirst(id: string, keys: object): Promise<boolean> {
  try {
    await secretsManager().send(
      new PutSecretValueCommand({
        SecretId: id,
        ClientRequestToken: FIRST_VERSION,
        SecretString: JSON.stringify(keys),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ResourceExistsException) return false;
    throw error;
  }
}

/** Puts keys in the place of the version that they were made from. False where that is not the current one any more. */
export async function replaceStored(id: string, version: string, keys: object): Promise<boolean> {
  const { VersionId: next } = await secretsManager().send(
    new PutSecretValueCommand({ SecretId: id, SecretString: JSON.stringify(keys), VersionStages: ['NEXT'] }),
  );
  try {
    await secretsManager().send(
      new UpdateSecretVersionStageCommand({
        SecretId: id,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: next,
        RemoveFromVersionId: version,
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof InvalidParameterException)) throw error;
    // So ends also a second try of the SDK, after the answer to the first was lost.
    return (await getCurrent(id)).VersionId === next;
  }
}
