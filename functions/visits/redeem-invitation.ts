import { redeem } from '../../domain/redeem.ts';
import { decideAndWrite } from '../adapters/dynamodb/decide-and-write.ts';
import { writeRedeem } from '../adapters/dynamodb/visit-writes.ts';
import { readLinkToken } from '../adapters/links.ts';
import { routes } from '../contract/routes.ts';
import { loginAt } from '../http/caller.ts';
import { endpoint } from '../http/endpoint.ts';
import { readDestination, visitAnswer } from './visit.ts';

export const handler = endpoint(
  routes.redeemInvitation,
  async ({ body, caller, headers, now, aboutSite }) => {
    const link = await readLinkToken(body.token);
    const destination = await readDestination(link, { aboutSite, now });
    const login = await loginAt(destination.site, headers.authorization, now);
    const visitor = { ...caller, login, typedEmail: body.email, enter: body.enter };

    const { decision, stored } = await decideAndWrite(
      destination.invitation,
      invitation => redeem({ ...destination, invitation }, visitor, now),
      ({ write, invitation }) => write && writeRedeem(invitation, write, link.linkId),
    );
    if (decision.refusal !== undefined) throw decision.refusal;
    const visit = { ...decision, invitation: stored ?? decision.invitation };
    return {
      body: await visitAnswer(visit, { ...destination, device: caller.device, linkId: link.linkId, now }),
    };
  },
);
