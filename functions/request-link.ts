import { queued } from '../domain/delivery.ts';
import { requestFreshLink } from '../domain/fresh-link.ts';
import { Problem } from '../domain/problems.ts';
import { openLink } from '../domain/redeem.ts';
import { saveFreshLink } from './adapters/dynamodb/invitations.ts';
import { newLinkSeed, readLinkToken } from './adapters/links.ts';
import { routes } from './contract.ts';
import { endpoint, type Request } from './http/endpoint.ts';
import { randomId } from './shared/random-id.ts';
import { readDestination } from './shared/visit.ts';

export const handler = endpoint(routes.requestLink, async request => {
  try {
    await mailFreshLink(request);
  } catch (error) {
    // The answer never tells whether the link was any good.
    if (!(error instanceof Problem) || error.code === 'temporarily_unavailable') throw error;
  }
  return { status: 202, body: {} };
});

type Asked = Request<typeof routes.requestLink>;

async function mailFreshLink({ body, requestId, now, concerns }: Asked): Promise<void> {
  const destination = await readDestination(await readLinkToken(body.token), concerns);
  const { invitation, room } = openLink(destination, now);
  const requests = requestFreshLink(invitation, destination.settings, now);
  if (requests === undefined) return;
  // One that was mailed and not used yet is mailed again, so that no mail on its way holds a dead link.
  const freshLink = invitation.freshLink ?? (await newLinkSeed());
  const delivery = queued({ mail: randomId(), linkId: freshLink.linkId, requestId }, now);
  await saveFreshLink(invitation, { freshLink, freshLinkRequests: requests, delivery }, room);
}
