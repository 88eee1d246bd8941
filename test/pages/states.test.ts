import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { en } from '../../web/messages/en.ts';
import { expectState, newPage, useBrowser } from './support/browser.ts';
import { expectGoodLook } from './support/look.ts';
import { waysTo } from './support/states.ts';

useBrowser();

const { problems, headings, leads } = en;
const retryable = ['retry'];

type Shown = { says: { sentence: string; next: string }; offers: string[] };

/** What each state says first and next, and the buttons it offers. */
const shown: Record<string, Shown> = {
  loading: { says: { sentence: en.loading, next: '' }, offers: [] },
  waiting: { says: { sentence: headings.waiting, next: leads.waitingUnknown }, offers: ['enter'] },
  lobby: { says: { sentence: headings.lobby, next: leads.lobby }, offers: ['enter'] },
  open: { says: { sentence: headings.open('Ada'), next: leads.open }, offers: ['enter'] },
  admitted: { says: { sentence: headings.admitted('Ada'), next: 'You come in as a moderator' }, offers: [] },
  ended: { says: { sentence: headings.ended, next: leads.ended }, offers: [] },
  email_mismatch: { says: problems.email_mismatch, offers: ['enter'] },
  invalid_request: { says: problems.invalid_request, offers: ['enter'] },
  too_many_attempts: { says: problems.too_many_attempts, offers: retryable },
  email_domain_blocked: { says: problems.email_domain_blocked, offers: [] },
  link_used_on_another_device: { says: problems.link_used_on_another_device, offers: ['request-link'] },
  link_expired: { says: problems.link_expired, offers: [] },
  link_replaced: { says: problems.link_replaced, offers: [] },
  link_invalid: { says: problems.link_invalid, offers: [] },
  invitation_revoked: { says: problems.invitation_revoked, offers: [] },
  room_deleted: { says: problems.room_deleted, offers: [] },
  invalid_device_proof: { says: problems.invalid_device_proof, offers: retryable },
  ticket_expired: { says: problems.ticket_expired, offers: retryable },
  internal_error: { says: problems.internal_error, offers: retryable },
  temporarily_unavailable: { says: problems.temporarily_unavailable, offers: retryable },
  offline: { says: problems.offline, offers: retryable },
  unsupported: { says: problems.unsupported, offers: [] },
};

async function offered(page: Page): Promise<(string | null)[]> {
  const buttons = await page.locator('[data-action]:visible').all();
  return Promise.all(buttons.map(button => button.getAttribute('data-action')));
}

test('every problem that the page has words for is brought about here', () => {
  expect(Object.keys(waysTo)).toEqual(expect.arrayContaining(Object.keys(problems)));
  expect(Object.keys(shown).toSorted()).toEqual(Object.keys(waysTo).toSorted());
});

test.each(Object.entries(shown))('%s says what is going on and what to do next, readable for everybody', async (state, {
  says,
  offers,
}) => {
  const page = await newPage();
  await waysTo[state]?.(page);
  await expectState(page, state);
  const text = await page.locator('main').innerText();
  expect(text).toContain(says.sentence);
  expect(text).toContain(says.next);
  expect(await offered(page)).toEqual(offers);
  await expectGoodLook(page, state);
});

test('only the waiting and the lobby of a person who is not known ask for an address', async () => {
  const asking = [];
  for (const state of ['waiting', 'lobby', 'ended', 'link_expired']) {
    const page = await newPage();
    await waysTo[state]?.(page);
    await expectState(page, state);
    if ((await page.locator('input:visible').count()) > 0) asking.push(state);
  }
  expect(asking).toEqual(['waiting', 'lobby']);
});
