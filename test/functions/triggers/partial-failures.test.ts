import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { workThrough } from '../../../functions/triggers/partial-failures.ts';
import { captureLines } from '../../support/log-lines.ts';

beforeEach(() => {
  vi.stubEnv('STAGE', 'trial');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const batch = { records: ['a', 'b', 'c'], atOnce: 2, idOf: (record: string) => `id-${record}` };

test('failed records are reported to Lambda, named in the log, and counted together by stage', async () => {
  const lines = captureLines();
  const answer = await workThrough(batch, async (record, identify) => {
    identify({ mail: `mail-${record}` });
    if (record !== 'b') throw new RangeError('ada@example.edu');
  });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'id-a' }, { itemIdentifier: 'id-c' }] });
  const [first, second, metric] = lines();
  const failed = { level: 'ERROR', message: 'record failed', kind: 'RangeError' };
  expect(first).toMatchObject({ ...failed, record: 'id-a', mail: 'mail-a' });
  expect(second).toMatchObject({ ...failed, record: 'id-c', mail: 'mail-c' });
  expect(metric).toMatchObject({
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: 'Roompass',
          Dimensions: [['stage']],
          Metrics: [{ Name: 'RecordsFailed', Unit: 'Count' }],
        },
      ],
    },
    stage: 'trial',
    RecordsFailed: 2,
  });
  expect(JSON.stringify(lines())).not.toContain('ada');
});

test('a successful batch reports and counts nothing', async () => {
  const lines = captureLines();
  expect(await workThrough(batch, async () => {})).toEqual({ batchItemFailures: [] });
  expect(lines()).toEqual([]);
});
