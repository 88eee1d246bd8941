import { beforeAll, expect } from 'vitest';
import type { Answer } from './answer.ts';
import { Invitee } from './invitee.ts';
import { demo, other, type Site, somebody } from './site.ts';

/** An invitation and its admitted invitee, shared by groups of tests with different settings. */
type Shared = Awaited<ReturnType<Site['invite']>> & { invitee: Invitee; ticket: string };
/** One for each site, and a second one, `elsewhere`, whose address has another domain. */
type SharedPair = Shared & { elsewhere: Shared };
const shared = new Map<Site, SharedPair>();

export const sharedInvitationAt = (site: Site): SharedPair => shared.get(site) as SharedPair;

export function withSharedInvitations(): void {
  beforeAll(async () => {
    for (const site of [demo, other]) {
      shared.set(site, {
        ...(await admittedAt(site)),
        elsewhere: await admittedAt(site, 'elsewhere.test'),
      });
    }
  });
}

async function admittedAt(site: Site, domain?: string): Promise<Shared> {
  const invitation = await site.invite(await site.room(), somebody(domain));
  const invitee = await Invitee.at(site);
  const { ticket } = (await invitee.enter(invitation)).body;
  return { ...invitation, invitee, ticket };
}

/** Fetches the current admission and stores its new ticket, because a ticket expires after five minutes. */
export async function sharedSession(site: Site): Promise<Answer> {
  const { invitee, ticket } = sharedInvitationAt(site);
  const answer = await invitee.session(ticket);
  shared.set(site, { ...sharedInvitationAt(site), ticket: answer.body.ticket ?? ticket });
  return answer;
}

/** Calls every route that the rules for inviting guard, as the owner or with the given login. */
export async function tryToInvite(site: Site, as: { login?: string } = {}): Promise<Answer[]> {
  const { roomId, path } = sharedInvitationAt(site);
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
  const options = await site.manage('getInviteOptions', { roomId: sharedInvitationAt(site).roomId });
  expect(options.body).toMatchObject({ canInvite: false, reason });
}
