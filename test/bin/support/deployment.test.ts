import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDeployment } from '../../../bin/support/deployment.ts';
import type { Output } from '../../../lib/outputs.ts';
import { readSettings } from '../../../lib/settings.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';
import { ACCOUNT, startCloudFormation } from '../../support/cloud-formation.ts';

const settings = readSettings('example');
const running: LoopbackServer[] = [];

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_REGION', 'nowhere');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(running.splice(0).map(server => server.stop()));
});

async function tell(values: Partial<Record<Output, string | undefined>>): Promise<void> {
  const server = await startCloudFormation(values);
  running.push(server);
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', `http://127.0.0.1:${server.port}`);
}

test('a command finds a stage by the outputs of its stacks, and prints its account and region', async () => {
  await tell({ TableName: 'table', PublicOrigin: 'https://rooms.example.edu' });
  expect(await openDeployment({ ...settings, account: ACCOUNT })).toMatchObject({
    outputs: { TableName: 'table', PublicOrigin: 'https://rooms.example.edu' },
    place: `example (account ${ACCOUNT}, eu-central-1)`,
  });
  expect(process.env.AWS_REGION).toBe('eu-central-1');
});

test('credentials of another account than the settings name are refused', async () => {
  await tell({});
  await expect(openDeployment({ ...settings, account: '123456789012' })).rejects.toThrow(
    `The credentials belong to account ${ACCOUNT}, but config/example.json says 123456789012: use credentials of that account.`,
  );
});

test('a missing output is reported with the name of its stack', async () => {
  await tell({ MailQueue: undefined, ApiUrl: undefined });
  await expect(openDeployment(settings)).rejects.toThrow(
    'The stack roompass-example-data has no output MailQueue: deploy the stage again.',
  );
});
