import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { missingKeys, type StageKeys } from '../../functions/deploy/generate-keys.ts';
import { ADMIN_SECRET, APP_TOKEN } from '../kaltura/directory.ts';
import type { State } from '../support/state.ts';
import { AwsError, type AwsOperations } from './endpoint.ts';

/** The ids of the secrets, as the functions get them in their environment. */
export const secretIds = {
  linkKeys: 'link-keys',
  ticketKeys: 'ticket-keys',
  idKey: 'id-key',
  unsubscribeKey: 'unsubscribe-key',
} as const satisfies Record<keyof StageKeys, string>;

/** The beginning of the names of secrets with a site's Kaltura admin secrets. */
export const kalturaSecretsPrefix = 'kaltura-secrets/';
/** The same, with a site's app token. */
export const appTokensPrefix = 'kaltura-app-tokens/';

/** Makes the missing keys, as a deploy does, and stores them, so that links and tickets survive a restart. */
export async function createSecrets(state: State): Promise<void> {
  const present = Object.entries(secretIds).flatMap(([name, secret]) => {
    const current = currentOf(state, secret);
    return current === undefined ? [] : [[name, JSON.parse(current.value)]];
  });
  const missing = await missingKeys(Object.fromEntries(present));
  for (const [name, keys] of Object.entries(missing)) keep(state, secretIds[name as keyof StageKeys], keys);
  // As an operator stores them for the site `other`.
  keep(state, `${kalturaSecretsPrefix}other`, { adminSecrets: [ADMIN_SECRET] });
  const { id, token, hashType } = APP_TOKEN;
  keep(state, `${appTokensPrefix}other`, { id, token, hashType });
}

const CURRENT = 'AWSCURRENT';

type Version = { id: string; value: string; stages: string[] };

const versionsOf = (state: State, secret: string) =>
  (state.get(`secret-versions/${secret}`) ?? []) as Version[];

const currentOf = (state: State, secret: string): Version | undefined =>
  versionsOf(state, secret).find(({ stages }) => stages.includes(CURRENT));

const keep = (state: State, secret: string, value: object) =>
  state.set(`secret-versions/${secret}`, [
    { id: randomUUID(), value: JSON.stringify(value), stages: [CURRENT] } satisfies Version,
  ]);

/** Moves a stage to one version; only one version has it at a time. */
function moveStage(versions: Version[], stage: string, to: string): Version[] {
  return versions.map(version => {
    const others = version.stages.filter(each => each !== stage);
    return { ...version, stages: version.id === to ? [...others, stage] : others };
  });
}

const secretRequest = z.object({ SecretId: z.string() });
const putRequest = secretRequest.extend({
  ClientRequestToken: z.string(),
  SecretString: z.string(),
  VersionStages: z.array(z.string()).default([CURRENT]),
});
const moveRequest = secretRequest.extend({
  VersionStage: z.string(),
  MoveToVersionId: z.string(),
  RemoveFromVersionId: z.string(),
});

/** Secrets Manager as far as the functions use it. The writes are for tests of the operators' commands. */
export function secretsOperations(state: State): AwsOperations {
  const answer = (secret: string, { id, stages }: Version) => ({
    ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${secret}`,
    Name: secret,
    VersionId: id,
    VersionStages: stages,
  });
  return {
    'secretsmanager.GetSecretValue': input => {
      const { SecretId: secret } = secretRequest.parse(input);
      const current = currentOf(state, secret);
      if (!current) throw new AwsError('ResourceNotFoundException', 'There is no such secret');
      return { ...answer(secret, current), SecretString: current.value };
    },
    'secretsmanager.PutSecretValue': input => {
      const {
        SecretId: secret,
        ClientRequestToken: id,
        SecretString: value,
        ...rest
      } = putRequest.parse(input);
      const versions = versionsOf(state, secret);
      const known = versions.find(version => version.id === id);
      if (known && known.value !== value)
        throw new AwsError('ResourceExistsException', 'The version has another value');
      if (known) return answer(secret, known);
      const version = { id, value, stages: rest.VersionStages };
      const others = rest.VersionStages.reduce((left, stage) => moveStage(left, stage, id), versions);
      state.set(`secret-versions/${secret}`, [...others, version]);
      return answer(secret, version);
    },
    'secretsmanager.UpdateSecretVersionStage': input => {
      const {
        SecretId: secret,
        VersionStage: stage,
        MoveToVersionId: to,
        ...rest
      } = moveRequest.parse(input);
      const versions = versionsOf(state, secret);
      const holder = versions.find(({ stages }) => stages.includes(stage));
      if (holder?.id !== rest.RemoveFromVersionId)
        throw new AwsError('InvalidParameterException', 'The stage is at another version');
      state.set(`secret-versions/${secret}`, moveStage(versions, stage, to));
      return { ARN: secret, Name: secret };
    },
  };
}
