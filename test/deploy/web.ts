import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { deployed } from './support/deployed.ts';

/** Asks the distribution, which the emulator knows by its name, wherever that leads. */
async function fetchPage(path: string) {
  const { endpoint } = deployed.address;
  const { host } = new URL(deployed.publicOrigin);
  const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>();
  request(`${endpoint}${path}`, { headers: { host } }, resolve).on('error', reject).end();
  const response = await promise;
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

test('the invitee’s page and its assets come through CloudFront, with their security headers', async () => {
  const page = await fetchPage('/i');
  expect(page.status).toBe(200);
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'referrer-policy': 'no-referrer',
    'strict-transport-security': expect.stringContaining('max-age=31536000'),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  const assets = [...page.body.matchAll(/\/assets\/[\w.-]+/g)].map(([path]) => path);
  expect(assets).toHaveLength(2);
  for (const path of assets) {
    const asset = await fetchPage(path);
    expect([asset.status, asset.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  }
});
