import { beforeAll, expect } from 'vitest';
import type { Answer } from './call.ts';
import { Invitee } from './invitee.ts';
import { demo, other, type Site, somebody } from './site.ts';

/** An invitation, and an invitee who was admitted, that outlive changes of the settings. */
type Standing = Awaited<ReturnType<Site['invite']>> & { invitee: Invitee; ticket: string };
/** At each site one, and another `elsewhere`, whose address has another domain. */
type StandingPair = Standing & { elsewhere: Standing };
const standing = new Map<Site, StandingPair>();

export const standingAt = (site: Site): StandingPair => standing.get(site) as StandingPair;

export function withStandingInvitations(): void {
  beforeAll(async () => {
    for (const site of [demo, other]) {
      standing.set(site, {
        ...(await admittedAt(site)),
        elsewhere: await admittedAt(site, 'elsewhere.test'),
      });
    }
  });
}

async function admittedAt(site: Site, domain?: string): Promise<Standing> {
  const invitation = await site.invite(await site.room(), somebody(domain));
  const invitee = await Invitee.at(site);
  const { ticket } = (await invitee.enter(invitation)).body;
  return { ...invitation, invitee, ticket };
}

/** The admission as it stands now; its new ticket takes the place of the old one, which lives for five minutes only. */
export async function standingSession(site: Site): Promise<Answer> {
  const { invitee, ticket } = standingAt(site);
  const answer = await invitee.session(ticket);
  standing.set(site, { ...standingAt(site), ticket: answer.body.ticket ?? ticket });
  return answer;
}

/** All that the rules of inviting guard, tried by the owner or by whoever else is given. */
export async function tryToInvite(site: Site, as: { login?: string } = {}): Promise<Answer[]> {
  const { roomId, path } = standingAt(site);
  const body = { ...somebody(), role: 'viewer' };
  return [
    await site.manage('generateInvitation', { roomId }, { body, ...as }),
    await site.manage('generateInvitations', { roomId }, { body: { invitations: [body] }, ...as }),
    await site.manage('getInvitationLink', path, as),
    await site.manage('resendInvitation', path, as),
  ];
}

export async function expectNobodyInvites(site: Site, reason: string): Promise<void> {
  const refusal = { status: 403, body: { code: 'not_allowed_to_invite', reason } };
  for (const answer of await tryToInvite(site)) expect(answer).toMatchObject(refusal);
  const options = await site.manage('getInviteOptions', { roomId: standingAt(site).roomId });
  expect(options.body).toMatchObject({ canInvite: false, reason });
}
