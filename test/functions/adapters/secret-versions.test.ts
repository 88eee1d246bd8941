import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rotateLinkKeys } from '../../../bin/support/key-rotation.ts';
import { AHEAD_MILLIS } from '../../../domain/keys.ts';
import { awsNow, readStored, replaceStored } from '../../../functions/adapters/secret-versions.ts';
import { linkKeysSchema } from '../../../functions/adapters/service-keys.ts';
import { startAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { createSecrets, secretIds, secretsOperations } from '../../../local/aws/secrets.ts';
import { type LoopbackServer, listenOnLoopback } from '../../../local/support/loopback.ts';
import { State } from '../../../local/support/state.ts';

const HOUR = 3_600_000;
const secretId = secretIds.linkKeys;

let secrets: LoopbackServer;
/** A proxy in front of Secrets Manager, with its own clock. It can lose the answer to one operation. */
let aws: LoopbackServer;
let aheadMillis = 0;
let lost: string | undefined;

beforeAll(async () => {
  const state = new State(undefined);
  await createSecrets(state);
  secrets = await startAwsEndpoint(secretsOperations(state));
  aws = await listenOnLoopback(async (request, response) => {
    const operation = String(request.headers['x-amz-target']);
    const answer = await fetch(`http://127.0.0.1:${secrets.port}`, {
      method: 'POST',
      headers: { 'x-amz-target': operation },
      body: await text(request),
    });
    if (lost !== undefined && operation.endsWith(lost)) {
      lost = undefined;
      return response.destroy();
    }
    const date = new Date(Date.now() + aheadMillis).toUTCString();
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1', date });
    return response.end(await answer.text());
  });
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${aws.port}`,
  });
});
afterAll(() => Promise.all([aws.stop(), secrets.stop()]));

beforeEach(() => {
  aheadMillis = 0;
  lost = undefined;
});

async function newestKey() {
  return (await readStored(secretId, linkKeysSchema))?.value?.keys[0];
}

test.each([-7, 7])('a rotation works if AWS’s clock is %i hours ahead of the local clock', async hours => {
  aheadMillis = hours * HOUR;
  await rotateLinkKeys({ secretId, now: awsNow, atOnce: false });
  const signsFrom = Date.parse((await newestKey())?.signsFrom ?? '');
  // The `Date` header of AWS has a resolution of one second.
  const off = signsFrom - (Date.now() + aheadMillis + AHEAD_MILLIS);
  expect(Math.abs(off)).toBeLessThan(5000);
});

test('a change whose answer is lost and which is sent again is made', async () => {
  const before = await newestKey();
  lost = 'UpdateSecretVersionStage';
  const lines = await rotateLinkKeys({ secretId, now: awsNow, atOnce: true });
  expect(lost).toBeUndefined();
  const after = await newestKey();
  expect(after?.kid).not.toBe(before?.kid);
  expect(lines).toContain(`links: key ${after?.kid} signs from ${after?.signsFrom}`);
});

test('a change based on an outdated version is refused', async () => {
  const { version = '', value } = (await readStored(secretId, linkKeysSchema)) ?? {};
  if (value === undefined) throw new Error('there are no keys');
  expect(await replaceStored(secretId, version, value)).toBe(true);
  const current = await readStored(secretId, linkKeysSchema);
  expect(await replaceStored(secretId, version, value)).toBe(false);
  expect(await readStored(secretId, linkKeysSchema)).toEqual(current);
});
