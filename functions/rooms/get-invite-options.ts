import { whyNotInvite } from '../../domain/inviting.ts';
import { isMailAvailable, mailLocales } from '../../domain/mail.ts';
import { permissionsByRole, roles } from '../../domain/role.ts';
import { readRoom } from '../adapters/dynamodb/rooms.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';

export const handler = endpoint(routes.getInviteOptions, async ({ caller: { person, site }, path }) => {
  const { settings } = site;
  const reason = whyNotInvite(person, await readRoom(site.id, path.roomId), settings);
  const available = isMailAvailable(settings);
  return {
    body: {
      canInvite: reason === undefined,
      ...(reason !== undefined && { reason }),
      roles: roles.map(role => ({ role, permissions: permissionsByRole[role] })),
      email: { available, locales: available ? mailLocales(settings.defaultLocale) : [] },
      linkDurationMinutes: settings.inviteToMedia.linkDurationMinutes,
      maxDevices: settings.inviteToMedia.linkReusability,
    },
  };
});
