import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedTemplates } from '../../emails/seed.ts';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';

/** More than the SDK itself tries. */
const REFUSED = 4;

let ses: LoopbackServer;
let requests = 0;

beforeAll(async () => {
  ses = await listenOnLoopback((_, response) => {
    requests += 1;
    if (requests > REFUSED) return response.end('{}');
    response.writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException' }).end('{}');
  });
  process.env.AWS_ENDPOINT_URL_SESV2 = `http://127.0.0.1:${ses.port}`;
});
afterAll(() => ses.stop());

test('templates are made although SES takes only one a second', async () => {
  await seedTemplates('test', 'demo');
  expect(requests).toBe(REFUSED + 1);
});
