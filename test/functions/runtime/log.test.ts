import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { captureLines } from '../../support/log-lines.ts';

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'redeem');
  vi.stubEnv('STAGE', 'trial');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** The log of a function that has just started. */
const startLog = async () => (await import('../../../functions/runtime/log.ts')).log;

test('an event is one line of JSON with its fields, the service, the function, the stage and the trace', async () => {
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-trace;Parent=1;Sampled=1');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-02T10:00:00Z') });
  const lines = captureLines();
  (await startLog()).info('answered', { requestId: 'request-1', site: undefined });
  expect(lines()).toEqual([
    {
      level: 'INFO',
      message: 'answered',
      timestamp: '2026-03-02T10:00:00.000Z',
      service: 'roompass',
      function_name: 'redeem',
      stage: 'trial',
      xray_trace_id: '1-trace',
      sampling_rate: 0,
      requestId: 'request-1',
    },
  ]);
});

test('an error is logged with its type and code location, never with its message', async () => {
  const lines = captureLines();
  const secret = new RangeError('ada@example.edu', { cause: new Error('ada@example.edu') });
  (await startLog()).error('unexpected error', Object.assign(secret, { token: 'ada@example.edu' }));
  const [line] = lines();
  expect(line).toMatchObject({ level: 'ERROR', message: 'unexpected error', kind: 'RangeError' });
  expect(line?.at).toEqual(expect.arrayContaining([expect.stringContaining('log.test.ts')]));
  expect(JSON.stringify(line)).not.toContain('ada');
});

test('a thrown value that is not an error is logged with its type alone', async () => {
  const lines = captureLines();
  (await startLog()).error('unexpected error', 'ada@example.edu');
  expect(lines()).toMatchObject([{ kind: 'string' }]);
  expect(JSON.stringify(lines())).not.toContain('ada');
});

test('a line has no fields of the line before it', async () => {
  const lines = captureLines();
  const log = await startLog();
  log.error('unexpected error', new Error(), { requestId: 'request-1', route: 'GET /v1/health' });
  log.info('answered', { requestId: 'request-2' });
  expect(lines()).toHaveLength(2);
  expect(lines()[1]).toMatchObject({ requestId: 'request-2' });
  for (const left of ['route', 'kind', 'at']) expect(lines()[1]).not.toHaveProperty(left);
});

test('POWERTOOLS_LOG_LEVEL sets the lowest level that is logged', async () => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'ERROR');
  const lines = captureLines();
  const log = await startLog();
  log.info('answered');
  log.error('unexpected error', new Error());
  expect(lines().map(({ message }) => message)).toEqual(['unexpected error']);
});
