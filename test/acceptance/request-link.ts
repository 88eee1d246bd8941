import { describe, expect, test } from 'vitest';
import { Invitee, tokenOf } from './support/invitee.ts';
import { linkIn, mailsTo, untilMailed } from './support/mails.ts';
import { atBothSites } from './support/site.ts';
import { mailStoreUrl } from './support/target.ts';

const nothing = { status: 202, body: {} };

describe('request-link', () => {
  atBothSites(site => {
    const requestLink = (token: string) => site.call('requestLink', { body: { token } });

    test('the answer is the same whether the link is current, revoked or forged', async () => {
      const current = await site.invite(await site.room());
      const revoked = await site.invite(await site.room());
      await site.manage('revokeInvitation', revoked.path);
      for (const token of [tokenOf(current.link), tokenOf(current.link), tokenOf(revoked.link), 'x'])
        expect(await requestLink(token)).toMatchObject(nothing);
    });

    test.skipIf(mailStoreUrl === undefined)(
      'the mailed fresh link ends the old one and its devices at its first entry, not before',
      async () => {
        const { link, email } = await site.invite(await site.room());
        const first = await Invitee.at(site);
        const { ticket } = (await first.enter({ link, email })).body;
        expect(await requestLink(tokenOf(link))).toMatchObject(nothing);
        const [mail] = await untilMailed(email);
        const freshLink = mail ? linkIn(mail) : '';
        expect(freshLink).not.toBe(link);
        const second = await Invitee.at(site);
        expect((await second.redeem({ link: freshLink })).body.state).toBe('lobby');
        expect((await first.redeem({ link, enter: true })).body.state).toBe('admitted');
        expect((await second.enter({ link: freshLink, email })).body.state).toBe('admitted');
        expect((await first.redeem({ link })).body.code).toBe('link_replaced');
        expect((await first.session(ticket)).body.code).toBe('link_replaced');
        expect((await first.redeem({ link: freshLink, email })).body.code).toBe(
          'link_used_on_another_device',
        );
      },
    );

    test.skipIf(mailStoreUrl === undefined)(
      'a second request within five minutes mails nothing',
      async () => {
        const invitation = await site.invite(await site.room());
        const token = tokenOf(invitation.link);
        await Promise.all([requestLink(token), requestLink(token)]);
        await untilMailed(invitation.email);
        await requestLink(token);
        // If a mail that was requested later has arrived, no earlier mail is still on its way.
        const later = await site.invite(await site.room(), { sendEmail: true });
        await untilMailed(later.email);
        expect(await mailsTo(invitation.email)).toHaveLength(1);
      },
    );
  });
});
