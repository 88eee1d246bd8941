import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { callKaltura, KalturaUnavailable } from '../../../../functions/adapters/kaltura/client.ts';
import { listenOnLoopback } from '../../../../local/support/loopback.ts';

/** What a call does when the connection breaks. The stand-in's faults last, so these servers count. */

type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** Makes one call. @returns its outcome, and how many requests arrived */
async function callAt(answer: Answer): Promise<{ outcome: unknown; requests: number }> {
  let requests = 0;
  const { port, stop } = await listenOnLoopback((request, response) => {
    requests += 1;
    answer(request, response, requests);
  });
  const call = { endpoint: `http://127.0.0.1:${port}`, action: 'user.get' } as const;
  const outcome = await callKaltura(call, z.object({ id: z.string() })).catch(error => error);
  await stop();
  return { outcome, requests };
}

const ADA = JSON.stringify({ id: 'ada' });

test('a connection that breaks once is retried, so the caller does not notice', async () => {
  const once: Answer = (request, response, count) =>
    count === 1 ? request.socket.destroy() : response.end(ADA);
  expect(await callAt(once)).toEqual({ outcome: { id: 'ada' }, requests: 2 });
});

test('a connection that breaks twice is an outage, without a third try', async () => {
  const { outcome, requests } = await callAt(request => request.socket.destroy());
  expect(outcome).toBeInstanceOf(KalturaUnavailable);
  expect(requests).toBe(2);
});

test.each<[string, Answer]>([
  ['a call that gets no answer in time', () => undefined],
  ['an error of the server', (_, response) => response.writeHead(503).end(ADA)],
  ['a redirect', (_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()],
])('%s is an outage at the first try', async (_, answer) => {
  const { outcome, requests } = await callAt(answer);
  expect(outcome).toBeInstanceOf(KalturaUnavailable);
  expect(requests).toBe(1);
});
