import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { deployed } from './support/deployed.ts';

/** Fetches from the distribution. The emulator finds it by the `Host` header, whatever the name resolves to. */
async function fetchPage(path: string) {
  const { endpoint } = deployed.address;
  const { host } = new URL(deployed.publicOrigin);
  const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>();
  request(`${endpoint}${path}`, { headers: { host } }, resolve).on('error', reject).end();
  const response = await promise;
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

test('the pages and their assets come through CloudFront, with their security headers', async () => {
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
  const { headers: ofJoin } = await fetchPage('/join');
  expect(ofJoin['content-security-policy']).toContain('form-action https:;');
  // The invitee's page carries its style with it.
  const bodies = [page.body, (await fetchPage('/admin/templates')).body];
  const assets = bodies.flatMap(body => [...body.matchAll(/\/assets\/[\w.-]+/g)].map(([path]) => path));
  expect(assets.map(path => path.replace(/-[A-Z0-9]{8}/, ''))).toEqual([
    '/assets/invitee.js',
    '/assets/templates.css',
    '/assets/templates.js',
  ]);
  for (const path of assets) {
    const asset = await fetchPage(path);
    expect([asset.status, asset.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
  }
});

test.each(['/I', '/i/', '/i%23token', '/I/token?utm_source=mail'])(
  'the path %s, as mail software rewrites it, serves the invitee’s page',
  async path => {
    const [page, touched] = [await fetchPage('/i'), await fetchPage(path)];
    expect([touched.status, touched.body]).toEqual([200, page.body]);
  },
);
