import { expect, test } from 'vitest';
import { permissionsByRole, roleSchema, roles } from '../../domain/role.ts';

test('roles and their permissions are those of Kaltura’s Invite users window', () => {
  expect(roles).toEqual(['viewer', 'speaker', 'moderator']);
  expect(permissionsByRole).toEqual({
    viewer: ['chat', 'answer_interactions', 'q_and_a'],
    speaker: ['backchannel', 'interactions', 'q_and_a'],
    moderator: ['backchannel', 'initiate_interactions', 'q_and_a'],
  });
});

test('there are no other roles', () => {
  for (const role of ['', 'Viewer', 'admin', 'owner', '__proto__', 'constructor', null])
    expect(roleSchema.safeParse(role).success).toBe(false);
});
