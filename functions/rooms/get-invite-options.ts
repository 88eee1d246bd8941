import { whyNotInvite } from '../../domain/inviting.ts';
import { isMailAvailable, mailLocales } from '../../domain/mail.ts';
import { permissionsByRole, roles } from '../../domain/role.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { readCurrentRoom } from './current-room.ts';

export const handler = endpoint(routes.getInviteOptions, async ({ caller: { person, site }, path, now }) => {
  const { settings } = site;
  const room = await readCurrentRoom({ site, roomId: path.roomId, now });
  const reason = whyNotInvite(person, room, settings);
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
