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

test('a link that is used on another device brings a fresh one by mail, which moves the person to this device', async () => {
  const [phone, laptop] = [await newPage(), await newPage()];
  const invited = await inviteToOpenRoom();
  await enterWithEmail(phone, invited);

  await openLink(laptop, invited.link);
  await expectState(laptop, 'lobby');
  await submitEmail(laptop, invited.email);
  await expectState(laptop, 'link_used_on_another_device');
  await laptop.locator('[data-action=request-link]').click();
  await laptop.getByText(en.linkRequested).waitFor();

  const [fresh = ''] = await mailedLinks(invited.email);
  expect(fresh).not.toBe(invited.link);
  await openLink(phone, invited.link);
  await expectState(phone, 'admitted');

  await enterWithEmail(laptop, { link: fresh, email: invited.email });
  await openLink(phone, invited.link);
  await expectState(phone, 'link_replaced');
});

test('asking for a link without a network says so', async () => {
  const [phone, laptop] = [await newPage(), await newPage()];
  const invited = await inviteToOpenRoom();
  await enterWithEmail(phone, invited);
  await openLink(laptop, invited.link);
  await expectState(laptop, 'lobby');
  await submitEmail(laptop, invited.email);
  await expectState(laptop, 'link_used_on_another_device');
  await laptop.context().setOffline(true);
  await laptop.locator('[data-action=request-link]').click();
  await laptop.getByText(en.problems.offline.sentence).waitFor();
});
