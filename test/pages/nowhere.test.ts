import { expect, test } from 'vitest';
import { problems } from '../../domain/problems.ts';
import { newPage, useBrowser } from './support/browser.ts';
import { expectGoodLook } from './support/look.ts';
import { origin } from './support/site.ts';

useBrowser();

test.each([
  ['/nowhere', 'not_found'],
  ['/v1/nowhere', 'not_found'],
  ['/problems/nowhere', 'not_found'],
  ['/v1/unsubscribe?token=garbled', 'link_invalid'],
] as const)(
  'a browser that navigates to %s gets an HTML page, and a program gets a problem',
  async (path, code) => {
    const page = await newPage();
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    expect(response?.headers()).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    await page.getByRole('heading', { name: problems[code].title }).waitFor();
    const answer = await fetch(origin + path, { headers: { accept: 'text/html, */*' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 404, code });
  },
);

test('the page of an unknown path leads to the field for a link', async () => {
  const page = await newPage();
  await page.goto('/nowhere');
  await expectGoodLook(page, 'not-found');
  await page.getByRole('link', { name: '/i' }).click();
  await page.locator('[data-action=open-link]').waitFor();
});
