import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ALARMS, bill, total } from '../../../bin/docs/costs.ts';
import { bytes, life, useOf } from '../../../bin/docs/usage.ts';
import { resourcesOf, stacksOf } from '../../lib/stage.ts';
import { call } from '../../support/api.ts';
import { loginOwner, personBody, putRoom } from '../../support/ground.ts';
import { captureLines } from '../../support/log-lines.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

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

const onlyGenerated = { lists: 0, opens: 0, entries: 0, sessions: 0, promotions: 0, mails: 0 };

test('an invitation that is only generated is one request, 2 units read, and 1 and its history and count written', () => {
  const { requests, calls, reads, writes } = useOf(1, onlyGenerated);
  expect({ requests, calls, reads, writes }).toEqual({ requests: 1, calls: 2, reads: 2, writes: 5 });
});

test('an entry adds a request, a change, 2 units read, and 1 and its history written', () => {
  const { requests, calls, reads, writes } = useOf(1, { ...onlyGenerated, entries: 1 });
  expect({ requests, calls, reads, writes }).toEqual({ requests: 2, calls: 4, reads: 4, writes: 7 });
});

test('a mail adds its sending, two events and two changes, a claim, three notes and three entries of history', () => {
  const { requests, calls, reads, writes } = useOf(1, { ...onlyGenerated, mails: 1 });
  expect({ requests, calls, reads, writes }).toEqual({ requests: 1, calls: 7, reads: 9, writes: 13 });
});

test('a million mails cost 100 dollars, a million requests of the gateway one', () => {
  const dollars = bill(useOf(1e6, { ...onlyGenerated, mails: 1 }));
  expect(dollars.get('SES')).toBeCloseTo(100);
  expect(dollars.get('API Gateway')).toBeCloseTo(1);
});

test('each call is traced up to one a second, and every twentieth of the others', () => {
  const seconds = 730 * 3600;
  expect(useOf(seconds, onlyGenerated).traces).toBeCloseTo(2 * seconds);
  expect(useOf(11 * seconds, onlyGenerated).traces).toBeCloseTo(2 * (seconds + 10 * 0.05 * seconds));
});

test('what is fixed is paid once, the rest grows with the invitations', () => {
  const [none, some, twice] = [0, 1e9, 2e9].map(invitations => total(useOf(invitations, life)));
  const fixed = none ?? 0;
  expect(((twice ?? 0) - fixed) / ((some ?? 0) - fixed)).toBeCloseTo(2, 2);
});

test('as many alarms are priced as there are', () => {
  const resources = Object.values(resourcesOf(stacksOf().operations));
  expect(resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')).toHaveLength(ALARMS);
});

test('the log of a request is no longer than priced', async () => {
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', `roompass-production-api-${'x'.repeat(40)}`);
  const lines = captureLines();
  await call('generateInvitation', { parameters: { roomId: 'room' }, token, body: personBody() });
  const written = lines();
  vi.restoreAllMocks();
  const sizes = written.map(line => JSON.stringify(line).length + 1);
  console.log(`the log of a request: ${sizes.join(' + ')} bytes`);
  expect(sizes).toHaveLength(2);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(bytes.requestLog);
});
