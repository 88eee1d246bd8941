import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { workThrough } from '../../../functions/shared/batch.ts';
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

test('records that fail are told to Lambda, named in the log, and counted together by the stage', async () => {
  const lines = captureLines();
  const answer = await workThrough(batch, async (record, concerns) => {
    concerns({ mail: `mail-${record}` });
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

test('a batch that went well says and counts nothing', async () => {
  const lines = captureLines();
  expect(await workThrough(batch, async () => {})).toEqual({ batchItemFailures: [] });
  expect(lines()).toEqual([]);
});
