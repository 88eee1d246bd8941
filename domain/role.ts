import * as z from 'zod';

/** Lowest first. Source: the invitation types of Kaltura's "Invite users" window (docs/kaltura.md#invitation-types). */
export const roles = ['viewer', 'speaker', 'moderator'] as const;
export const roleSchema = z.enum(roles).meta({ id: 'Role' });
export type Role = z.infer<typeof roleSchema>;

export const permissionsByRole = {
  viewer: ['chat', 'answer_interactions', 'q_and_a'],
  speaker: ['backchannel', 'interactions', 'q_and_a'],
  moderator: ['backchannel', 'initiate_interactions', 'q_and_a'],
} as const satisfies Record<Role, readonly string[]>;

export const permissions = [...new Set(Object.values(permissionsByRole).flat())];
