import { permissionsByRole, roles } from '../../../../domain/role.ts';
import type { Example } from './example.ts';
import { GENERATED_AT, PERSON, ROOM_ID, SESSION } from './story.ts';

const request = {
  ...SESSION,
  ownerId: 'rosalind',
  coEditors: ['group:biology'],
  chatAndCollaboration: true,
};
const room = { ...request, id: ROOM_ID, createdAt: GENERATED_AT, updatedAt: GENERATED_AT };

const ada = { id: 'ada', ...PERSON };

export const rooms: Record<string, Example> = {
  putRoom: { request, answers: { 200: room, 201: room } },
  getRoom: { answers: { 200: room } },
  getInviteOptions: {
    answers: {
      200: {
        canInvite: true,
        roles: roles.map(role => ({ role, permissions: permissionsByRole[role] })),
        email: { available: true, locales: ['en', 'es', 'fr'] },
        linkDurationMinutes: 1440,
        maxDevices: 1,
      },
    },
  },
  findPeople: { answers: { 200: { items: [ada] } } },
  putPeople: {
    request: { people: [ada] },
    answers: {
      200: {
        items: [ada],
        problems: [{ index: 1, errors: [{ path: 'email', message: 'must be an e-mail address' }] }],
      },
    },
  },
};
