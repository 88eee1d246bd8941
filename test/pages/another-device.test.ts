import { expect, test } from 'vitest';
import { en } from '../../web/messages/en.ts';
import {
  enterWithEmail,
  expectState,
  newPage,
  openLink,
  submitEmail,
  useBrowser,
} from './support/browser.ts';
import { inviteToOpenRoom, mailedLinks } from './support/site.ts';

useBrowser();

test('an invitee on another device requests a fresh link by mail, which moves the invitee to this device', async () => {
  const [phone, laptop] = [await newPage(), await newPage()];
  const invited = await inviteToOpenRoom();
  await enterWithEmail(phone, invited);

  await openLink(laptop, invited.link, 'lobby');
  await submitEmail(laptop, invited.email);
  await expectState(laptop, 'link_used_on_another_device');
  await laptop.locator('[data-action=request-link]').click();
  await laptop.getByText(en.linkRequested).waitFor();

  const [fresh = ''] = await mailedLinks(invited.email);
  expect(fresh).not.toBe(invited.link);
  await openLink(phone, invited.link, 'admitted');

  await enterWithEmail(laptop, { link: fresh, email: invited.email });
  await openLink(phone, invited.link, 'link_replaced');
});

test('a request for a link without a network shows a message', async () => {
  const [phone, laptop] = [await newPage(), await newPage()];
  const invited = await inviteToOpenRoom();
  await enterWithEmail(phone, invited);
  await openLink(laptop, invited.link, 'lobby');
  await submitEmail(laptop, invited.email);
  await expectState(laptop, 'link_used_on_another_device');
  await laptop.context().setOffline(true);
  await laptop.locator('[data-action=request-link]').click();
  await laptop.getByText(en.problems.offline.sentence).waitFor();
});
