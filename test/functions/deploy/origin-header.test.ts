import { randomUUID } from 'node:crypto';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { secretsManager } from '../../../functions/adapters/service-keys.ts';
import { handler as makeOriginHeader } from '../../../functions/deploy/make-origin-header.ts';
import { handler as checkOrigin } from '../../../functions/service/check-origin.ts';
import { deploy } from '../../support/custom-resource.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

const KEY = 'a secret of sixty-four characters that Secrets Manager generated';

beforeAll(startWithEmptyTable);

beforeEach(async () => {
  process.env.ORIGIN_KEY_SECRET = `origin-key-${randomUUID()}`;
  const secret = { SecretId: process.env.ORIGIN_KEY_SECRET, SecretString: KEY };
  await secretsManager().send(new PutSecretValueCommand(secret));
});

type Header = { value: string; hashes: string };

async function answerTo(request: object) {
  const [answer] = await deploy(makeOriginHeader, { request });
  return answer;
}

async function headerFrom(request: object): Promise<Header> {
  const answer = await answerTo(request);
  expect(answer).toMatchObject({ Status: 'SUCCESS', NoEcho: true });
  return answer?.Data as Header;
}

const created = (rotation: string) => headerFrom({ ResourceProperties: { rotation } });
const updated = (rotation: string, old: string) =>
  headerFrom({
    RequestType: 'Update',
    PhysicalResourceId: 'header',
    ResourceProperties: { rotation },
    OldResourceProperties: { rotation: old },
  });

/** Whether the authorizer accepts a header value after the deploy has set the function's hashes. */
async function isLetIn(value: string, { hashes }: Header): Promise<boolean> {
  process.env.ORIGIN_HASHES = hashes;
  return (await checkOrigin({ identitySource: [value] })).isAuthorized;
}

test('the first deploy makes one value that the authorizer accepts', async () => {
  const header = await created('2026-07.0');
  expect(header.value).toMatch(/^[\w-]{43}$/);
  expect(await isLetIn(header.value, header)).toBe(true);
});

test('a rotation makes another value, and both are accepted', async () => {
  const before = await created('2026-07.0');
  const after = await updated('2026-08.0', '2026-07.0');
  expect(after.value).not.toBe(before.value);
  expect(await isLetIn(before.value, after)).toBe(true);
  expect(await isLetIn(after.value, after)).toBe(true);
});

test('a second rotation ends the first value', async () => {
  const first = await created('2026-07.0');
  await updated('2026-07.1', '2026-07.0');
  expect(await isLetIn(first.value, await updated('2026-07.2', '2026-07.1'))).toBe(false);
});

test('a repeated request gets the same answer', async () => {
  expect(await updated('2026-08.0', '2026-07.0')).toEqual(await updated('2026-08.0', '2026-07.0'));
});

test('an update without a rotation keeps the value and accepts no other', async () => {
  const header = await created('2026-07.0');
  expect(await updated('2026-07.0', '2026-07.0')).toEqual(header);
});

test('a rollback restores the former value, and that of the failed deploy is still accepted', async () => {
  const before = await created('2026-07.0');
  const failed = await updated('2026-08.0', '2026-07.0');
  const rolledBack = await updated('2026-07.0', '2026-08.0');
  expect(rolledBack.value).toBe(before.value);
  expect(await isLetIn(failed.value, rolledBack)).toBe(true);
});

test('the resource keeps its physical id, so that CloudFormation never replaces it', async () => {
  const first = await answerTo({ ResourceProperties: { rotation: '2026-07.0' } });
  const second = await answerTo({
    RequestType: 'Update',
    PhysicalResourceId: first?.PhysicalResourceId,
    ResourceProperties: { rotation: '2026-08.0' },
    OldResourceProperties: { rotation: '2026-07.0' },
  });
  expect(second?.PhysicalResourceId).toBe(first?.PhysicalResourceId);
});

test.each([
  ['an unknown value', 'A'.repeat(43)],
  ['an empty value', ''],
  ['a hash, which a template shows', 'hashes'],
  ['both values at once', 'twice'],
])('%s is refused', async (_, given) => {
  const header = await created('2026-07.0');
  const values: Record<string, string> = { hashes: header.hashes, twice: `${header.value},${header.value}` };
  expect(await isLetIn(values[given] ?? given, header)).toBe(false);
});

test('the authorizer refuses a request without the header', async () => {
  process.env.ORIGIN_HASHES = (await created('2026-07.0')).hashes;
  expect(await checkOrigin({ identitySource: [] })).toEqual({ isAuthorized: false });
});

test('a secret without text fails the deploy, and neither the answer nor the log quotes a secret', async () => {
  const out = vi.spyOn(process.stdout, 'write');
  const header = await created('2026-07.0');
  process.env.ORIGIN_KEY_SECRET = `origin-key-${randomUUID()}`;
  const failed = await answerTo({ ResourceProperties: { rotation: '2026-07.0' } });
  expect(failed).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringMatching(/: see the log of function/),
  });
  const written = out.mock.calls.join('');
  expect(written).toContain('custom resource');
  for (const secret of [KEY, header.value]) expect(written).not.toContain(secret);
  vi.restoreAllMocks();
});
