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
import { secretsManager } from './service-keys.ts';

/** Reads and writes keys in Secrets Manager, for the deploy and for key rotation. Nothing here is cached. */

/** The current version of a secret. `value` is undefined if the secret's text does not match the schema. */
export type Stored<T> = { version: string; value: T | undefined };

/** @returns undefined if the secret has no value yet */
export async function readStored<T>(id: string, schema: z.ZodType<T>): Promise<Stored<T> | undefined> {
  try {
    const answer = await getCurrent(id);
    // AWS has no empty values; an emulator begins with one.
    if (!answer.SecretString && !answer.SecretBinary) return undefined;
    return { version: answer.VersionId ?? '', value: valueIn(answer.SecretString, schema) };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

const getCurrent = (id: string) => secretsManager().send(new GetSecretValueCommand({ SecretId: id }));

/** It drops the parse error, because its message would quote the secret. */
function valueIn<T>(text: string | undefined, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(text ?? ''));
  } catch {
    return undefined;
  }
}

/** The time by AWS's clock, from the offset at the SDK's last response: the operator's clock may be wrong. */
export const awsNow = (): Instant =>
  new Date(Date.now() + secretsManager().config.systemClockOffset).toISOString();

const FIRST_VERSION = '00000000-0000-4000-8000-000000000001';

/**
 * Stores the first keys of a secret. It is idempotent: Secrets Manager never accepts two values for one version id.
 * @returns false if another process stored the first keys before
 */
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

/**
 * Replaces the version that the new keys were derived from (optimistic concurrency).
 * @returns false if that version is no longer the current one
 */
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
    // The SDK's retry also ends here, if the first request succeeded and its response was lost.
    return (await getCurrent(id)).VersionId === next;
  }
}
