import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AHEAD_MILLIS } from '../../domain/keys.ts';
import { startAwsEndpoint } from '../../local/aws/endpoint.ts';
import { createSecrets, secretIds, secretsOperations } from '../../local/aws/secrets.ts';
import type { LoopbackServer } from '../../local/support/loopback.ts';
import { State } from '../../local/support/state.ts';
import { ACCOUNT, startCloudFormation } from '../support/cloud-formation.ts';

let aws: LoopbackServer;
let cloudFormation: LoopbackServer;

beforeAll(async () => {
  const state = new State(undefined);
  await createSecrets(state);
  aws = await startAwsEndpoint(secretsOperations(state));
  cloudFormation = await startCloudFormation({
    LinkKeysSecret: secretIds.linkKeys,
    TicketKeysSecret: secretIds.ticketKeys,
  });
});
afterAll(() => Promise.all([aws.stop(), cloudFormation.stop()]));

async function rotateKeys(...args: string[]): Promise<{ stdout: string; stderr: string; code?: number }> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${cloudFormation.port}`,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${aws.port}`,
  };
  const running = promisify(execFile)(process.execPath, ['bin/rotate-keys.ts', ...args], { env });
  return running.catch(error => error);
}

const place = `On example (account ${ACCOUNT}, eu-central-1):`;

test('keys of one kind or of both get a successor, which signs later or with --now at once', async () => {
  const before = Date.now();
  const { stdout, stderr } = await rotateKeys('--stage', 'example', 'tickets');
  const [head, fresh = '', old, ...others] = stdout.trim().split('\n');
  expect({ head, others, stderr }).toEqual({ head: place, others: [], stderr: '' });
  const [, signsFrom = ''] = /^tickets: key 2 signs from (.+)$/.exec(fresh) ?? [];
  // The `Date` header of AWS has a resolution of one second.
  expect(Date.parse(signsFrom)).toBeGreaterThan(before + AHEAD_MILLIS - 2000);
  expect(old).toMatch(/^tickets: key 1 verifies until/);

  const both = await rotateKeys('--stage', 'example', '--now');
  expect(both.stdout).toContain('links: key 2 signs from');
  expect(both.stdout).toContain('links: key 1 is removed');
  expect(both.stdout).toContain('tickets: key 3 signs from');
  expect(both.stdout).toContain('tickets: key 2 is removed');
});

test.each([
  ['no stage', [], "error: required option '--stage <stage>' not specified"],
  ['a stage without settings', ['--stage', 'nowhere'], 'There is no file config/nowhere.json'],
  ['other keys', ['--stage', 'example', 'doors'], 'Allowed choices are links, tickets.'],
])('%s is refused in one line', async (_, args, reason) => {
  const { stdout, stderr, code } = await rotateKeys(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toContain(reason);
});
