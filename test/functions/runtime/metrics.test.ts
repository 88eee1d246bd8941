import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Happening } from '../../../domain/history.ts';
import { routes } from '../../../functions/contract/routes.ts';
import { countHappenings, measureAnswer } from '../../../functions/runtime/metrics.ts';
import { call } from '../../support/api.ts';
import { atOnce, invite, loginOwner, personBody, putRoom } from '../../support/ground.ts';
import { captureLines, type Line } from '../../support/log-lines.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

beforeAll(async () => {
  await startWithEmptyTable();
  process.env.POWERTOOLS_METRICS_DISABLED = 'false';
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Format = {
  Timestamp: number;
  CloudWatchMetrics: {
    Namespace: string;
    Dimensions: string[][];
    Metrics: { Name: string; Unit: string }[];
  }[];
};

/**
 * The metrics in a line of the embedded metric format, as CloudWatch reads them: name, value, unit and dimensions.
 */
function metricsIn(line: Line) {
  const { _aws, ...members } = line as Line & { _aws: Format };
  expect(Math.abs(Date.now() - _aws.Timestamp)).toBeLessThan(60_000);
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.map(({ Name, Unit }) => ({
      name: `${Namespace}/${Name}`,
      value: members[Name],
      unit: Unit,
      by: Dimensions.map(names => Object.fromEntries(names.map(name => [name, members[name]]))),
    })),
  );
}

const published = (lines: Line[]) => lines.filter(line => '_aws' in line).flatMap(metricsIn);

describe('an event', () => {
  const happened = (type: Happening['type'], more: object = {}): Happening => ({
    at: '2026-03-02T10:00:00.000Z',
    type,
    by: { id: 'owner', name: 'Olivia Owner' },
    ...more,
  });

  test('is counted by its type and the stage; mail also by its state', () => {
    const lines = captureLines();
    countHappenings([
      happened('generated', { role: 'speaker' }),
      happened('mailed', { state: 'queued' }),
      happened('entered'),
      happened('entered'),
      happened('promoted'),
      happened('changed', { fields: ['firstName'] }),
      happened('revoked'),
      happened('mailed', { state: 'bounced', reason: 'Permanent General' }),
      happened('mailed', { state: 'bounced' }),
    ]);
    const stage = 'local';
    const counted = (name: string, value: number, more = {}) => ({
      name: `Roompass/${name}`,
      value,
      unit: 'Count',
      by: [{ stage, ...more }],
    });
    expect(published(lines())).toEqual([
      counted('Generated', 1),
      counted('Admitted', 2),
      counted('Promoted', 1),
      counted('Changed', 1),
      counted('Revoked', 1),
      counted('Mail', 1, { state: 'queued' }),
      counted('Mail', 2, { state: 'bounced' }),
    ]);
    expect(JSON.stringify(lines())).not.toMatch(/owner/i);
  });

  test('is counted in full, however large the count', () => {
    const lines = captureLines();
    countHappenings(Array.from({ length: 1000 }, () => happened('generated')));
    expect(published(lines())).toMatchObject([{ name: 'Roompass/Generated', value: 1000 }]);
  });

  test('has no line if the count is zero', () => {
    const lines = captureLines();
    countHappenings([]);
    expect(lines()).toEqual([]);
  });
});

describe('an answer', () => {
  const latency = (route: string) => ({
    name: 'Roompass/Latency',
    unit: 'Milliseconds',
    value: expect.any(Number),
    by: [{ stage: 'local', route }],
  });
  const refused = (code: string) => ({
    name: 'Roompass/Refused',
    unit: 'Count',
    value: 1,
    by: [{ stage: 'local', code }],
  });

  test('is measured by its route, and counted by its code if it is a problem', async () => {
    const lines = captureLines();
    await call('getHealth');
    await call('getRoom', { parameters: { roomId: 'room' } });
    expect(published(lines())).toEqual([
      latency('GET /v1/health'),
      latency('GET /v1/rooms/{roomId}'),
      refused('unauthenticated'),
    ]);
  });

  test('is measured and logged separately, also among concurrent requests', async () => {
    const token = await loginOwner();
    const lines = captureLines();
    const asked = await atOnce(40, async index => {
      const roomId = `room-${index % 4}`;
      if (index % 2 === 0) return call('getRoom', { parameters: { roomId }, token });
      return call('redeemInvitation', { body: {} });
    });
    const answered = lines().filter(({ message }) => message === 'answered');
    for (const { status, headers, body } of asked) {
      const { code } = body;
      const [line, ...others] = answered.filter(({ requestId }) => requestId === headers['x-request-id']);
      const route = code === 'room_not_found' ? 'GET /v1/rooms/{roomId}' : 'POST /v1/redeem';
      expect([line, others]).toEqual([expect.objectContaining({ status, code, route }), []]);
    }
    const metrics = published(lines());
    expect(metrics).toHaveLength(80);
    const counts = (each: object) =>
      metrics.filter(metric => JSON.stringify(metric).includes(JSON.stringify(each)));
    expect(counts({ stage: 'local', route: 'GET /v1/rooms/{roomId}' })).toHaveLength(20);
    expect(counts({ stage: 'local', route: 'POST /v1/redeem' })).toHaveLength(20);
    expect(counts({ stage: 'local', code: 'room_not_found' })).toHaveLength(20);
    expect(counts({ stage: 'local', code: 'invalid_device_proof' })).toHaveLength(20);
  });

  test('is measured without request data, and without ids', async () => {
    const token = await loginOwner();
    await putRoom(token, 'room-of-secrets');
    const lines = captureLines();
    const { email, id, link } = await invite(token, 'room-of-secrets', personBody());
    const text = JSON.stringify(published(lines()));
    expect(text).toContain('POST /v1/rooms/{roomId}/invitations');
    for (const secret of [email, id, link, token, 'Ada', 'Byron', 'room-of-secrets', 'demo'])
      expect(text).not.toContain(secret);
  });

  test('is measured at little cost', () => {
    captureLines();
    const measured = 2000;
    const startedAt = performance.now();
    for (let count = 0; count < measured; count += 1)
      measureAnswer({ route: routes.getHealth, durationMillis: 5, code: undefined });
    expect((performance.now() - startedAt) / measured).toBeLessThan(1);
  });
});

test('nothing is printed if metrics are off', async () => {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'true');
  const lines = captureLines();
  await call('getHealth');
  expect(lines().map(({ message }) => message)).toEqual(['answered']);
});
