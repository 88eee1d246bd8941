import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { enterWithEmail, newPage, openLink, stayOnPage, submitEmail } from './browser.ts';
import {
  changeSettingsOfOther,
  deleteRoom,
  inSeconds,
  invite,
  inviteToOpenRoom,
  lookUp,
  origin,
  putRoom,
  revoke,
} from './site.ts';

const wrong = 'somebody@example.edu';
const past = { startsAt: inSeconds(-7200), endsAt: inSeconds(-3600) };

async function openedLobby(page: Page) {
  const invited = await inviteToOpenRoom();
  await openLink(page, invited.link, 'lobby');
  return invited;
}

/** Replaces the answer to a path of the API by one of the gateway or of an outage. */
const answerInstead = (page: Page, path: string, status: number, body: object) =>
  page.route(`**${path}`, route =>
    route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(body) }),
  );

/** Returns to the page after an entry, and the API refuses the admission. */
async function refusedOnReturn(page: Page, code: string): Promise<void> {
  await stayOnPage(page);
  await enterWithEmail(page, await inviteToOpenRoom());
  await answerInstead(page, '/v1/session', 401, { code });
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
}

/** How a page reaches each state: by real actions, unless part of Roompass would have to be broken. */
export const waysTo: Record<string, (page: Page) => Promise<unknown>> = {
  loading: async page => {
    const { link } = await inviteToOpenRoom();
    await page.route('**/v1/redeem', () => undefined);
    await openLink(page, link);
  },
  waiting: async page => {
    const invited = await invite(await putRoom({ startsAt: inSeconds(90_000), endsAt: inSeconds(93_600) }));
    await openLink(page, invited.link);
  },
  lobby: openedLobby,
  open: async page => {
    await stayOnPage(page);
    await enterWithEmail(page, await inviteToOpenRoom());
    await page.goto('/');
    await page.goBack();
  },
  admitted: async page => {
    await stayOnPage(page);
    await enterWithEmail(page, await inviteToOpenRoom({ role: 'moderator' }));
  },
  ended: async page => {
    const room = await putRoom();
    const { link } = await invite(room);
    await putRoom(past, { id: room });
    await openLink(page, link);
  },
  email_mismatch: async page => {
    await openedLobby(page);
    await submitEmail(page, wrong);
  },
  invalid_request: async page => {
    await openedLobby(page);
    await submitEmail(page, `${'a'.repeat(400)}@example.edu`);
  },
  too_many_attempts: async page => {
    await openedLobby(page);
    for (const left of [4, 3, 2, 1]) {
      await submitEmail(page, wrong);
      await page.getByText(left === 1 ? 'One try left' : `${left} tries left`).waitFor();
    }
    await submitEmail(page, wrong);
  },
  email_domain_blocked: async page => {
    const room = await putRoom({}, { site: 'other' });
    const { link } = await invite(room, { site: 'other', email: 'ada@blocked.example' });
    await changeSettingsOfOther({ emailDomains: { allowed: [], blocked: ['blocked.example'] } });
    await openLink(page, link);
  },
  link_used_on_another_device: async page => {
    const invited = await inviteToOpenRoom();
    await enterWithEmail(await newPage(), invited);
    await openLink(page, invited.link, 'lobby');
    await submitEmail(page, invited.email);
  },
  link_expired: async page => {
    const invited = await inviteToOpenRoom({ expiresAt: inSeconds(3) });
    await vi.waitFor(async () => expect((await lookUp(invited)).status).toBe('expired'), 10_000);
    await openLink(page, invited.link);
  },
  link_replaced: async page => {
    const { room, email, link } = await inviteToOpenRoom();
    await invite(room, { email });
    await openLink(page, link);
  },
  link_invalid: page => openLink(page, `${origin}/i#garbled`),
  invitation_revoked: async page => {
    const invited = await inviteToOpenRoom();
    await revoke(invited);
    await openLink(page, invited.link);
  },
  room_deleted: async page => {
    const { room, link } = await inviteToOpenRoom();
    await deleteRoom(room);
    await openLink(page, link);
  },
  invalid_device_proof: async page => {
    await page.addInitScript('crypto.subtle.sign = async () => new ArrayBuffer(64)');
    await openLink(page, (await inviteToOpenRoom()).link);
  },
  ticket_expired: page => refusedOnReturn(page, 'ticket_expired'),
  unauthenticated: page => refusedOnReturn(page, 'unauthenticated'),
  payload_too_large: async page => {
    await answerInstead(page, '/v1/redeem', 413, { code: 'payload_too_large' });
    await openLink(page, (await inviteToOpenRoom()).link);
  },
  unsupported_media_type: async page => {
    await answerInstead(page, '/v1/redeem', 415, { code: 'unsupported_media_type' });
    await openLink(page, (await inviteToOpenRoom()).link);
  },
  internal_error: async page => {
    await answerInstead(page, '/v1/redeem', 500, { code: 'internal_error' });
    await openLink(page, (await inviteToOpenRoom()).link);
  },
  temporarily_unavailable: async page => {
    await answerInstead(page, '/v1/redeem', 429, { message: 'Too Many Requests' });
    await openLink(page, (await inviteToOpenRoom()).link);
  },
  offline: async page => {
    const { email } = await openedLobby(page);
    await page.context().setOffline(true);
    await submitEmail(page, email);
  },
  unsupported: async page => {
    await page.addInitScript("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })");
    await openLink(page, (await inviteToOpenRoom()).link);
  },
};
