import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { applyChange, readManaged, signedBy } from './managed-invitation.ts';

export const handler = endpoint(routes.revokeInvitation, async request => {
  const managed = await readManaged(request, 'site:admin');
  // Without devices the item is small enough for this write, even if an earlier release admitted very many.
  const revocation = { revokedAt: request.now, devices: {}, ...signedBy(request) };
  const body = await applyChange(request, managed, ({ revokedAt }) =>
    revokedAt === undefined ? revocation : undefined,
  );
  return { body };
});
