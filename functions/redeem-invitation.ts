import { emailKey, normaliseEmail } from '../domain/email.ts';
import type { Person } from '../domain/person.ts';
import { Problem } from '../domain/problems.ts';
import { redeem } from '../domain/redeem.ts';
import { verifyBearer } from './adapters/bearer.ts';
import { readInvitation, writeRedeem } from './adapters/dynamodb/invitations.ts';
import { readLinkToken } from './adapters/links.ts';
import { routes } from './contract.ts';
import { endpoint, type Request } from './http/endpoint.ts';
import { settle } from './settle.ts';
import { requireSite, visitAnswer } from './visit.ts';

export const handler = endpoint(routes.redeemInvitation, async request => {
  const { body, caller, now } = request;
  const link = await readLinkToken(body.token);
  const site = await requireSite(link.site);
  request.concerns(site, site.settings.defaultLocale);
  const { room, invitation } = await readInvitation({ ...link, id: link.invitation });
  request.concerns(site, invitation?.locale ?? site.settings.defaultLocale);

  const login = await loginAt(site.id, request);
  const visitor = {
    device: caller.device,
    loginEmail: login?.email,
    typedEmail: body.email,
    enter: body.enter,
  };
  const { decision, standing } = await settle(
    invitation,
    current => redeem({ link, room, invitation: current, settings: site.settings }, visitor, now),
    ({ write, invitation, room }) =>
      write && writeRedeem(invitation, write, { room, linkId: link.linkId, now }),
  );
  if (decision.state instanceof Problem) throw decision.state;
  const current = standing ?? decision.invitation;
  const isSelf = login?.email !== undefined && normaliseEmail(login.email) === emailKey(current.email);
  const entrant = { device: caller.device, linkId: link.linkId, userId: isSelf ? login.id : undefined };
  return {
    body: await visitAnswer(
      { ...decision, state: decision.state, invitation: current },
      { site, entrant, now },
    ),
  };
});

/** The site's own login where it came along and is good for the link's site; else the visitor is nobody yet. */
async function loginAt(
  site: string,
  { headers, now }: Request<typeof routes.redeemInvitation>,
): Promise<Person | undefined> {
  const [scheme, token] = (headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return undefined;
  try {
    const { person } = await verifyBearer(token, now);
    return person.site === site ? person : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
