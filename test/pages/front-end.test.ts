import { readFile } from 'node:fs/promises';
import { expect, inject, test } from 'vitest';
import { listenOnLoopback } from '../../local/support/loopback.ts';
import { newPage, useBrowser } from './support/browser.ts';

useBrowser();

test('the page of the README, at another origin, signs in, generates, lists and redeems', async () => {
  const [, html = ''] = /^```html\n(.*?)^```/ms.exec(await readFile('README.md', 'utf8')) ?? [];
  const own = html.replace('http://localhost:3000', inject('origin'));
  expect(own).not.toBe(html);
  const frontEnd = await listenOnLoopback((_, response) => response.end(own));
  try {
    const page = await newPage();
    await page.goto(`http://localhost:${frontEnd.port}/`);
    const answers = page.locator('pre');
    await expect.poll(() => answers.textContent(), { timeout: 10_000 }).toContain('"state": "admitted"');
    const text = await answers.textContent();
    expect(
      [...(text ?? '').matchAll(/^(\w+ \/\S+) (\d+)/gm)].map(([, asked, status]) => `${asked} ${status}`),
    ).toEqual([
      'POST /dev/tokens 200',
      expect.stringMatching(/^POST \/v1\/rooms\/open-room\/invitations 20[01]$/),
      'GET /v1/rooms/open-room/invitations 200',
      'POST /v1/redeem 200',
    ]);
  } finally {
    await frontEnd.stop();
  }
});
