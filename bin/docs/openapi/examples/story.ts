import { permissionsByRole } from '../../../../domain/role.ts';

/** Values that the examples share. */

export const ROOM_ID = 'bio-101';
export const INVITATION_ID = '7441f99708f8a3fa02db954284d559c3';
export const CODE = 'link_expired';
export const TOKEN =
  'eyJhbGciOiJIUzI1NiIsImtpZCI6IjEifQ.dEH5lwj4o_oC25VChNVZww.Uv1R2V9Vo_dy0rrWy2udMEVwJTkS06MC';
export const LINK = `https://rooms.example.edu/i#${TOKEN}`;

export const GENERATED_AT = '2026-03-01T09:00:00.000Z';
export const STARTS_AT = '2026-03-02T10:00:00.000Z';
export const ENDS_AT = '2026-03-02T11:30:00.000Z';
export const EXPIRES_AT = '2026-03-03T10:00:00.000Z';

export const MANAGER = { id: 'rosalind', name: 'Rosalind Franklin' };

export const PERSON = { email: 'Ada@Example.edu', firstName: 'Ada', lastName: 'Byron' };

export const ADMITTED_AS = { role: 'speaker', permissions: permissionsByRole.speaker } as const;

export const SESSION = {
  title: 'Cell biology, live',
  description: 'A guest lecture on the inner life of cells.',
  startsAt: STARTS_AT,
  endsAt: ENDS_AT,
  timeZone: 'Europe/London',
  speakers: [{ name: 'Rosalind Franklin', title: 'Guest lecturer' }],
};
