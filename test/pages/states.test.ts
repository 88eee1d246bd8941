import type { Page } from 'playwright-core';
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
import { expectGoodLook } from './support/look.ts';
import { changeInvitingAtOther, invite, putRoom } from './support/site.ts';
import { waysTo } from './support/states.ts';

useBrowser();

const { problems, headings, leads } = en;
const retryable = ['retry'];

type Shown = { says: { sentence: string; next: string }; offers: string[] };

/** The first and the next sentence of each state, and the fields and buttons that it offers. */
const shown: Record<string, Shown> = {
  loading: { says: { sentence: en.loading, next: en.loading }, offers: [] },
  waiting: { says: { sentence: headings.waiting, next: leads.waitingUnknown }, offers: ['email', 'enter'] },
  lobby: { says: { sentence: headings.lobby, next: leads.lobby }, offers: ['email', 'enter'] },
  open: { says: { sentence: headings.open('Ada'), next: leads.open }, offers: ['enter'] },
  admitted: { says: { sentence: headings.admitted('Ada'), next: 'You come in as a moderator' }, offers: [] },
  ended: { says: { sentence: headings.ended, next: leads.ended }, offers: retryable },
  email_mismatch: { says: problems.email_mismatch, offers: ['email', 'enter'] },
  invalid_request: { says: problems.invalid_request, offers: ['email', 'enter'] },
  too_many_attempts: {
    says: { sentence: problems.too_many_attempts.sentence, next: en.newLinkWorksNow },
    offers: ['request-link', 'retry'],
  },
  email_domain_blocked: { says: problems.email_domain_blocked, offers: [] },
  link_used_on_another_device: { says: problems.link_used_on_another_device, offers: ['request-link'] },
  link_expired: { says: problems.link_expired, offers: [] },
  link_replaced: { says: problems.link_replaced, offers: [] },
  link_invalid: { says: problems.link_invalid, offers: ['text', 'open-link'] },
  invitation_revoked: { says: problems.invitation_revoked, offers: [] },
  room_deleted: { says: problems.room_deleted, offers: [] },
  invalid_device_proof: { says: problems.invalid_device_proof, offers: retryable },
  ticket_expired: { says: problems.ticket_expired, offers: retryable },
  unauthenticated: { says: problems.unauthenticated, offers: retryable },
  payload_too_large: { says: problems.payload_too_large, offers: retryable },
  unsupported_media_type: { says: problems.unsupported_media_type, offers: retryable },
  internal_error: { says: problems.internal_error, offers: retryable },
  temporarily_unavailable: { says: problems.temporarily_unavailable, offers: retryable },
  offline: { says: problems.offline, offers: retryable },
  unsupported: { says: problems.unsupported, offers: retryable },
};

async function offered(page: Page): Promise<(string | null)[]> {
  const controls = await page.locator('input:visible, button:visible').all();
  return Promise.all(
    controls.map(
      async control => (await control.getAttribute('data-action')) ?? control.getAttribute('type'),
    ),
  );
}

test('these tests cause every problem that the page has a text for', () => {
  expect(Object.keys(waysTo)).toEqual(expect.arrayContaining(Object.keys(problems)));
  expect(Object.keys(shown).toSorted()).toEqual(Object.keys(waysTo).toSorted());
});

test.each(Object.entries(shown))(
  '%s explains the state and the next step, and is accessible',
  async (state, { says, offers }) => {
    const page = await newPage();
    await waysTo[state]?.(page);
    await expectState(page, state);
    await page.getByText(says.sentence).filter({ visible: true }).waitFor();
    await page.getByText(says.next).filter({ visible: true }).waitFor();
    expect(await offered(page)).toEqual(offers);
    await expectGoodLook(page, state);
  },
);

// In this file, because the state `email_domain_blocked` changes the settings of the same site.
test('a link that is used on another device says whom to ask for a new one, if the site sends no mail', async () => {
  await changeInvitingAtOther({ inviteEmailTemplate: null });
  const invited = await invite(await putRoom({}, { site: 'other' }), { site: 'other' });
  const [phone, laptop] = [await newPage(), await newPage()];
  await enterWithEmail(phone, invited);
  await openLink(laptop, invited.link, 'lobby');
  await submitEmail(laptop, invited.email);
  await expectState(laptop, 'link_used_on_another_device');
  await laptop.getByText(problems.link_used_on_another_device.sentence).waitFor();
  await laptop.getByText('or ask Olivia Owner for a new link').waitFor();
  expect(await offered(laptop)).toEqual([]);
  await expectGoodLook(laptop, 'link_used_on_another_device-without-mail');
  await changeInvitingAtOther({ inviteEmailTemplate: 'invitation' });
});
