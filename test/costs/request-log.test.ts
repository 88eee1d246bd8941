import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { call } from '../support/api.ts';
import { loginOwner, personBody, putRoom } from '../support/ground.ts';
import { captureLines } from '../support/log-lines.ts';
import { startWithEmptyTable } from '../support/stack.ts';

let token: string;

beforeAll(async () => {
  await startWithEmptyTable();
  token = await loginOwner();
  await putRoom(token, 'room');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test('a request logs no more bytes than docs/costs.md says', async () => {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', `roompass-production-api-${'x'.repeat(40)}`);
  const lines = captureLines();
  await call('generateInvitation', { parameters: { roomId: 'room' }, token, body: personBody() });
  const written = lines();
  vi.restoreAllMocks();
  const sizes = written.map(line => JSON.stringify(line).length + 1);
  console.log(`the log of a request: ${sizes.join(' + ')} bytes`);
  expect(sizes).toHaveLength(2);
  const [, most] = /logs at most (\d+) bytes/.exec(await readFile('docs/costs.md', 'utf8')) ?? [];
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(Number(most));
});
