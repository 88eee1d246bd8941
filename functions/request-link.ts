import { queued } from '../domain/delivery.ts';
import { requestFreshLink } from '../domain/fresh-link.ts';
import { Problem } from '../domain/problems.ts';
import { openLink } from '../domain/redeem.ts';
import type { Instant } from '../domain/time.ts';
import { readInvitation, saveFreshLink } from './adapters/dynamodb/invitations.ts';
import { newLinkSeed, randomId, readLinkToken } from './adapters/links.ts';
import { routes } from './contract.ts';
import { endpoint, type Request } from './http/endpoint.ts';
import { requireSite } from './visit.ts';

type Asked = Pick<Request<typeof routes.requestLink>, 'concerns' | 'now'> & { token: string; now: Instant };

export const handler = endpoint(routes.requestLink, async ({ body, now, concerns }) => {
  try {
    await mailFreshLink({ token: body.token, now, concerns });
  } catch (error) {
    // The answer never tells whether the link was any good.
    if (!(error instanceof Problem) || error.code === 'temporarily_unavailable') throw error;
  }
  return { status: 202, body: {} };
});

async function mailFreshLink({ token, now, concerns }: Asked): Promise<void> {
  const link = await readLinkToken(token);
  const site = await requireSite(link.site);
  concerns(site);
  const found = await readInvitation({ ...link, id: link.invitation });
  const { invitation, room } = openLink({ link, ...found, settings: site.settings }, now);
  const requests = requestFreshLink(invitation, site.settings, now);
  if (requests === undefined) return;
  // One that was mailed and not used yet is mailed again, so that no mail on its way holds a dead link.
  const freshLink = invitation.freshLink ?? (await newLinkSeed());
  const delivery = queued(randomId(), freshLink.linkId, now);
  await saveFreshLink(invitation, { freshLink, freshLinkRequests: requests, delivery }, room);
}
