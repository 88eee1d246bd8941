import { routes } from './contract.ts';
import { endpoint } from './http/endpoint.ts';
import { applyChange, readManaged, signedBy } from './shared/managed-invitation.ts';

export const handler = endpoint(routes.revokeInvitation, async request => {
  const managed = await readManaged(request, 'site:admin');
  const revocation = { revokedAt: request.now, ...signedBy(request) };
  const body = await applyChange(request, managed, ({ revokedAt }) =>
    revokedAt === undefined ? revocation : undefined,
  );
  return { body };
});
