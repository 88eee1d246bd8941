import { describe, expect, test } from 'vitest';
import { Invitee } from './support/invitee.ts';
import { atBothSites } from './support/site.ts';

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

describe('session', () => {
  atBothSites(site => {
    const admitted = async () => {
      const invitation = await site.invite(await site.room());
      const invitee = await Invitee.at(site);
      const { ticket } = (await invitee.enter(invitation)).body;
      return { invitation, invitee, ticket: ticket as string };
    };

    test('an admitted invitee gets the current admission with a new ticket, which also works', async () => {
      const { invitation, invitee, ticket } = await admitted();
      const { firstName } = invitation;
      const { body } = await invitee.session(ticket);
      expect(body).toMatchObject({
        state: 'admitted',
        known: true,
        role: 'speaker',
        invitation: { firstName },
      });
      expect(body.ticket).not.toBe(ticket);
      expect((await invitee.session(body.ticket)).body.state).toBe('admitted');
    });

    test('a session moved into the past answers ended, and a postponed one waiting', async () => {
      const { invitation, invitee, ticket } = await admitted();
      await site.putRoom(invitation.roomId, { startsAt: inMinutes(-60), endsAt: inMinutes(-1) });
      expect((await invitee.session(ticket)).body.state).toBe('ended');
      await site.putRoom(invitation.roomId, { startsAt: inMinutes(20) });
      expect((await invitee.session(ticket)).body.state).toBe('waiting');
      await site.putRoom(invitation.roomId);
      expect((await invitee.session(ticket)).body.state).toBe('admitted');
    });

    test('generating again ends the admissions of the old link', async () => {
      const { invitation, invitee, ticket } = await admitted();
      await site.invite(invitation.roomId, { email: invitation.email });
      expect(await invitee.session(ticket)).toMatchObject({
        status: 410,
        body: { code: 'link_replaced', site: {} },
      });
    });

    test('a ticket is accepted only from its own device, with a proof made for it', async () => {
      const { invitee, ticket } = await admitted();
      const thief = await Invitee.at(site);
      const authorization = `DPoP ${ticket}`;
      const wrong: Record<string, string>[] = [
        { authorization },
        { authorization, dpop: await invitee.proof('/v1/session') },
        { authorization, dpop: await invitee.proof('/v1/session', 'another ticket') },
        { authorization, dpop: await invitee.proof('/v1/redeem', ticket) },
        { authorization, dpop: await thief.proof('/v1/session', ticket) },
      ];
      for (const headers of wrong) {
        const answer = await site.call('getSession', { headers });
        expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_device_proof' } });
      }
    });

    test('a launch token, a login or a part of a ticket is refused as a ticket', async () => {
      const { invitation, invitee, ticket } = await admitted();
      const { joinUrl } = (await invitee.redeem({ link: invitation.link, enter: true })).body;
      const launchTokens = [...new URL(joinUrl).searchParams.values()].filter(
        value => value.split('.').length === 3,
      );
      const wrong = [...launchTokens, await site.owner(), ticket.slice(0, -4), 'x', ''];
      for (const each of wrong) {
        const dpop = await invitee.proof('/v1/session', each);
        const headers = { dpop, authorization: `DPoP ${each}` };
        const answer = await site.call('getSession', { headers });
        expect(answer, each).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      }
      const asBearer = {
        dpop: await invitee.proof('/v1/session', ticket),
        authorization: `Bearer ${ticket}`,
      };
      expect((await site.call('getSession', { headers: asBearer })).status).toBe(401);
    });

    test('a ticket is refused as a login', async () => {
      const { invitation, ticket } = await admitted();
      const { roomId } = invitation;
      const answer = await site.call('getInviteOptions', { path: { roomId }, login: ticket });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    });
  });
});
