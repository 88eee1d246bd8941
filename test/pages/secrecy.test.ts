import { expect, test } from 'vitest';
import {
  enterWithEmail,
  expectState,
  newDevice,
  newPage,
  openedLink,
  useBrowser,
} from './support/browser.ts';
import { invite, inviteToOpenRoom, lookUp, putRoom } from './support/site.ts';

useBrowser();

test('a scanner that opens a link, runs its scripts and presses its buttons does not use the link up', async () => {
  const invited = await inviteToOpenRoom();
  const scanner = await openedLink(invited.link);
  await scanner.evaluate("document.querySelectorAll('button').forEach(button => button.click())");
  await scanner.evaluate("document.querySelectorAll('form').forEach(form => form.requestSubmit())");
  await scanner.waitForLoadState('networkidle');
  await expectState(scanner, 'lobby');
  expect(await lookUp(invited)).toMatchObject({ status: 'pending', devices: { used: 0 } });
  await enterWithEmail(await newPage(), invited);
});

test('no request has the token in its URL or headers, neither before the entry nor in the room', async () => {
  const device = await newDevice();
  const sent: Promise<string>[] = [];
  device.on('request', request =>
    sent.push(
      request.allHeaders().then(headers => {
        // The fragment is never sent.
        const [url] = request.url().split('#');
        return JSON.stringify({ url, headers });
      }),
    ),
  );
  const page = await device.newPage();
  const invited = await invite(await putRoom());
  await enterWithEmail(page, invited);
  await page.waitForURL('**/dev/launch*');
  expect(await page.evaluate('document.referrer')).toBe('');
  const token = invited.link.split('#')[1] ?? '';
  const all = await Promise.all(sent);
  expect(token.length).toBeGreaterThan(40);
  expect(all.filter(request => request.includes('/v1/redeem'))).toHaveLength(2);
  expect(all.filter(request => request.includes('/dev/launch'))).toHaveLength(1);
  expect(all.filter(request => request.includes(token))).toEqual([]);
});

test('a device’s key cannot be exported from the page', async () => {
  const page = await openedLink((await inviteToOpenRoom()).link);
  const exported = page.evaluate(`new Promise((resolve, reject) => {
    const opened = indexedDB.open('roompass');
    opened.onsuccess = () => {
      const read = opened.result.transaction('keys').objectStore('keys').get('device');
      read.onsuccess = () => crypto.subtle.exportKey('jwk', read.result.privateKey).then(resolve, reject);
    };
  })`);
  await expect(exported).rejects.toThrow('not extractable');
});
