import { expect, test } from 'vitest';
import { stackName } from '../../lib/outputs.ts';
import { call, emulator } from './support/deployed.ts';
import { STAGE } from './support/emulator.ts';

test('when the stage is destroyed, the table with its invitations and the keys are kept', async () => {
  const { aws, destroy, outputs } = emulator;
  const { LinkKeysSecret = '', TicketKeysSecret = '', ...others } = await outputs('data');
  const { IdKeySecret = '', UnsubscribeKeySecret = '' } = others;
  const table = ['--table-name', await ownTable()];
  const before = await aws('dynamodb', 'scan', '--select', 'COUNT', ...table);
  expect(before.Count).toBeGreaterThan(100);

  await destroy();

  await expect(outputs('api')).rejects.toThrow('does not exist');
  expect((await call('GET /v1/health')).status).toBe(404);
  expect((await aws('dynamodb', 'scan', '--select', 'COUNT', ...table)).Count).toBe(before.Count);
  for (const secret of [LinkKeysSecret, TicketKeysSecret, IdKeySecret, UnsubscribeKeySecret]) {
    const { SecretString } = await aws('secretsmanager', 'get-secret-value', '--secret-id', secret);
    expect(SecretString).toContain('"key');
  }
});

/** The data stack's own table, even if the stage uses a restored one. */
async function ownTable(): Promise<string> {
  const stack = ['--stack-name', stackName(STAGE, 'data')];
  const { StackResources } = await emulator.aws('cloudformation', 'describe-stack-resources', ...stack);
  const tables = (StackResources as { ResourceType: string; PhysicalResourceId: string }[]).filter(
    ({ ResourceType }) => ResourceType === 'AWS::DynamoDB::GlobalTable',
  );
  expect(tables).toHaveLength(1);
  return tables[0]?.PhysicalResourceId ?? '';
}
