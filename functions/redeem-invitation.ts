import { redeem } from '../domain/redeem.ts';
import { writeRedeem } from './adapters/dynamodb/invitations.ts';
import { readLinkToken } from './adapters/links.ts';
import { routes } from './contract.ts';
import { loginAt } from './http/caller.ts';
import { endpoint } from './http/endpoint.ts';
import { settle } from './shared/settle.ts';
import { readDestination, visitAnswer } from './shared/visit.ts';

export const handler = endpoint(routes.redeemInvitation, async ({ body, caller, headers, now, concerns }) => {
  const link = await readLinkToken(body.token);
  const destination = await readDestination(link, concerns);
  const login = await loginAt(destination.site, headers.authorization, now);
  const visitor = { device: caller.device, login, typedEmail: body.email, enter: body.enter };

  const { decision, standing } = await settle(
    destination.invitation,
    invitation => redeem({ ...destination, invitation }, visitor, now),
    ({ write, invitation, room }) =>
      write && writeRedeem(invitation, write, { room, linkId: link.linkId, now }),
  );
  if (decision.refusal !== undefined) throw decision.refusal;
  const visit = { ...decision, invitation: standing ?? decision.invitation };
  return {
    body: await visitAnswer(visit, { ...destination, device: caller.device, linkId: link.linkId, now }),
  };
});
