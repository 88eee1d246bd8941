import { expect, test } from 'vitest';
import { createSecrets, secretIds, secretsOperations } from '../../../local/aws/secrets.ts';
import { State } from '../../../local/support/state.ts';
import { previousRelease } from '../../support/previous-release.ts';

const valuesIn = (state: State) =>
  Object.values(secretIds).map(SecretId => {
    const answer = secretsOperations(state)['secretsmanager.GetSecretValue']?.({ SecretId });
    return JSON.parse((answer as { SecretString: string }).SecretString);
  });

test('keys are created at the first start and kept', async () => {
  const state = new State(undefined);
  await createSecrets(state);
  const made = valuesIn(state);
  expect(made[0].keys).toHaveLength(1);
  await createSecrets(state);
  expect(valuesIn(state)).toEqual(made);
});

test('a data folder of the previous release keeps its id key', async () => {
  const state = new State(undefined);
  const { linkKeys } = previousRelease;
  await createSecrets(state);
  const [, ticketKeys] = valuesIn(state);
  for (const [secret, value] of [
    [secretIds.linkKeys, linkKeys],
    [secretIds.ticketKeys, ticketKeys],
  ])
    state.set(`secret-versions/${secret}`, [
      { id: '1', value: JSON.stringify(value), stages: ['AWSCURRENT'] },
    ]);
  for (const secret of [secretIds.idKey, secretIds.unsubscribeKey]) state.delete(`secret-versions/${secret}`);
  await createSecrets(state);
  expect(valuesIn(state).slice(0, 3)).toEqual([linkKeys, ticketKeys, { key: linkKeys.invitationIdKey }]);
});
