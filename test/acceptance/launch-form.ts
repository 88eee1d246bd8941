import { describe, expect, test } from 'vitest';
import { Invitee, tokenOf } from './support/invitee.ts';
import { atBothSites } from './support/site.ts';

describe('launch form', () => {
  atBothSites(site => {
    test('only a launch token of a site that launches by forms gives a form; a ticket or a link token does not', async () => {
      const invitation = await site.invite(await site.room());
      const { ticket, joinUrl } = (await (await Invitee.at(site)).enter(invitation)).body;
      const launchTokens = [...new URL(joinUrl).searchParams.values()].filter(
        value => value.split('.').length === 3,
      );
      for (const token of [...launchTokens, ticket, tokenOf(invitation.link), `${ticket.slice(0, -4)}AAAA`]) {
        const answer = await site.call('getLaunchForm', { body: { token } });
        expect(answer, token).toMatchObject({ status: 404, body: { code: 'link_invalid' } });
      }
    });
  });
});
