import { queued } from '../../domain/delivery.ts';
import { requestFreshLink } from '../../domain/fresh-link.ts';
import { Problem } from '../../domain/problems.ts';
import { openLink } from '../../domain/redeem.ts';
import { decideAndWrite } from '../adapters/dynamodb/decide-and-write.ts';
import { saveFreshLink } from '../adapters/dynamodb/visit-writes.ts';
import { newLinkSeed, readLinkToken } from '../adapters/links.ts';
import { routes } from '../contract/routes.ts';
import { endpoint, type Request } from '../http/endpoint.ts';
import { randomId } from '../runtime/random-id.ts';
import { readDestination } from './visit.ts';

export const handler = endpoint(routes.requestLink, async request => {
  try {
    await mailFreshLink(request);
  } catch (error) {
    // The answer never reveals whether the link is valid.
    if (!(error instanceof Problem) || error.code === 'temporarily_unavailable') throw error;
  }
  return { status: 202, body: {} };
});

type Asked = Request<typeof routes.requestLink>;

async function mailFreshLink({ body, requestId, now, aboutSite }: Asked): Promise<void> {
  const destination = await readDestination(await readLinkToken(body.token), { aboutSite, now });
  const seed = await newLinkSeed();
  const mail = randomId();
  await decideAndWrite(
    destination.invitation,
    stored => {
      const { invitation } = openLink({ ...destination, invitation: stored }, now);
      const freshLinkRequests = requestFreshLink(invitation, destination.settings, now);
      if (freshLinkRequests === undefined) return undefined;
      // A fresh link that is mailed but not used yet is mailed again, so that no mail in flight holds a dead link.
      const freshLink = invitation.freshLink ?? seed;
      const mailing = { mail, linkId: freshLink.linkId, requestId, requestedBy: 'invitee' } as const;
      return { invitation, changes: { freshLink, freshLinkRequests, delivery: queued(mailing, now) } };
    },
    decision => decision && saveFreshLink(decision.invitation, decision.changes),
  );
}
