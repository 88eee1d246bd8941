import { describe, expect, test } from 'vitest';
import { headerOf, untilMailed } from './support/mails.ts';
import { atBothSites, demo, other, type Site } from './support/site.ts';
import { isLocal, mailStoreUrl, sesEventsUrl } from './support/target.ts';

const ONE_CLICK = {
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'List-Unsubscribe=One-Click',
};

async function suppressedAt(site: Site, email?: string) {
  const login = await site.administrator();
  const { status, body } = await site.call('listSuppressedAddresses', {
    login,
    ...(email && { query: { email } }),
  });
  expect(status).toBe(200);
  return body.items as { id: string; email: string; reason: string }[];
}

/** The token of the mail's one-click unsubscribe URL, which only the mail's header has. */
async function unsubscribeTokenOf(email: string): Promise<string> {
  const [mail] = await untilMailed(email);
  const [, url = ''] = /<([^>]*)>/.exec(mail ? headerOf(mail, 'List-Unsubscribe') : '') ?? [];
  return new URL(url).searchParams.get('token') ?? '';
}

/** Lifts a suppression twice, because lifting is idempotent. */
async function lift(site: Site, email: string): Promise<void> {
  const [suppressed] = await suppressedAt(site, email);
  const lifting = { path: { id: suppressed?.id ?? '' }, login: await site.administrator() };
  for (const time of ['once', 'twice'])
    expect((await site.call('liftSuppression', lifting)).status, time).toBe(204);
  expect(await suppressedAt(site, email)).toEqual([]);
}

async function deliveryOf(site: Site, path: { roomId: string; id: string }) {
  return (await site.manage('getInvitation', path)).body.delivery;
}

describe('suppressed addresses', () => {
  atBothSites(site => {
    test.skipIf(!isLocal)(
      'get no mail from this site after a one-click unsubscribe, until an administrator lifts it',
      async () => {
        const invited = await site.invite(await site.room(), { sendEmail: true });
        const { email } = invited;
        const query = { token: await unsubscribeTokenOf(email) };

        const page = await site.call('getUnsubscribePage', { query });
        expect(page.body).toContain('<form method="post">');
        expect(await suppressedAt(site, email)).toEqual([]);

        for (const time of ['once', 'twice'])
          expect((await site.call('unsubscribe', { query, ...ONE_CLICK })).status, time).toBe(200);
        const [suppressed] = await suppressedAt(site, email);
        expect(suppressed).toMatchObject({ email, reason: 'unsubscribed' });
        expect(await suppressedAt(site === demo ? other : demo, email)).toEqual([]);
        expect((await suppressedAt(site)).map(each => each.email)).toContain(email);

        expect((await site.manage('resendInvitation', invited.path)).status).toBe(202);
        await expect
          .poll(() => deliveryOf(site, invited.path), { timeout: 10_000 })
          .toMatchObject({
            state: 'suppressed',
            reason: 'unsubscribed',
          });

        await lift(site, email);
        await site.manage('resendInvitation', invited.path);
        await untilMailed(email, 2);
      },
    );

    test.skipIf(sesEventsUrl === undefined || mailStoreUrl === undefined)(
      'get no mail after a permanent bounce or a complaint, until an administrator lifts it; other addresses still do',
      async () => {
        const roomId = await site.room();
        const events = [
          [{ eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }, 'bounced'],
          [{ eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' } }, 'complained'],
          [
            { eventType: 'Bounce', bounce: { bounceType: 'Transient', bounceSubType: 'MailboxFull' } },
            undefined,
          ],
          [{ eventType: 'Complaint', complaint: { complaintFeedbackType: 'not-spam' } }, undefined],
        ] as const;
        for (const [event, reason] of events) {
          const { email } = await site.invite(roomId, { sendEmail: true });
          const [mail] = await untilMailed(email);
          const body = JSON.stringify({ ...event, mail: { messageId: mail?.messageId } });
          const headers = { 'content-type': 'application/json' };
          expect((await fetch(sesEventsUrl ?? '', { method: 'POST', headers, body })).status).toBe(202);
          const reasons = async () => (await suppressedAt(site, email)).map(each => each.reason);
          await expect.poll(reasons, { timeout: 10_000 }).toEqual(reason === undefined ? [] : [reason]);
          if (reason !== undefined) await lift(site, email);
        }
      },
    );

    test('are listed and lifted by administrators only', async () => {
      const login = await site.owner();
      expect((await site.call('listSuppressedAddresses', { login })).body.code).toBe('forbidden');
      expect((await site.call('liftSuppression', { login, path: { id: 'x' } })).body.code).toBe('forbidden');
      expect(await suppressedAt(site, 'no address')).toEqual([]);
    });

    test('cannot be added without a genuine token from a mail', async () => {
      for (const token of ['x', 'a.b.c.d.e', ''])
        for (const route of ['getUnsubscribePage', 'unsubscribe'] as const)
          expect((await site.call(route, { query: { token } })).status).toBe(token === '' ? 400 : 404);
    });
  });
});
