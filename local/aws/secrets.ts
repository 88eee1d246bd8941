import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { firstLinkKeys, firstTicketKeys } from '../../functions/adapters/new-keys.ts';
import type { State } from '../support/state.ts';
import { AwsError, type AwsOperations } from './endpoint.ts';

/** The ids of the secrets, as the functions are told them. */
export const secretIds = { linkKeys: 'link-keys', ticketKeys: 'ticket-keys' };

/** Makes the keys at the first start and keeps them, so that links and tickets outlive a restart. */
export async function createSecrets(state: State): Promise<void> {
  const { linkKeys, ticketKeys } = secretIds;
  if (versionsOf(state, linkKeys).length === 0) keep(state, linkKeys, await firstLinkKeys());
  if (versionsOf(state, ticketKeys).length === 0) keep(state, ticketKeys, await firstTicketKeys());
}

const CURRENT = 'AWSCURRENT';

type Version = { id: string; value: string; stages: string[] };

const versionsOf = (state: State, secret: string) =>
  (state.get(`secret-versions/${secret}`) ?? []) as Version[];

const keep = (state: State, secret: string, value: object) =>
  state.set(`secret-versions/${secret}`, [
    { id: randomUUID(), value: JSON.stringify(value), stages: [CURRENT] } satisfies Version,
  ]);

/** A stage is at one version at a time. */
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

/** As much of Secrets Manager as the functions use; what changes a secret is for tests of the operators' commands. */
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
      const current = versionsOf(state, secret).find(({ stages }) => stages.includes(CURRENT));
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
