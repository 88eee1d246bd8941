import { expect, test } from 'vitest';
import { createSecrets, secretIds, secretsOperations } from '../../../local/aws/secrets.ts';
import { State } from '../../../local/support/state.ts';

const valueIn = (state: State) => {
  const answer = secretsOperations(state)['secretsmanager.GetSecretValue']?.({
    SecretId: secretIds.linkKeys,
  });
  return JSON.parse((answer as { SecretString: string }).SecretString);
};

test('keys are made at the first start and stay', async () => {
  const state = new State(undefined);
  await createSecrets(state);
  const made = valueIn(state);
  expect(made.keys).toHaveLength(1);
  await createSecrets(state);
  expect(valueIn(state)).toEqual(made);
});
