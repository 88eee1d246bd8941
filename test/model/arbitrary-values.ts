import fc from 'fast-check';
import type { Role } from '../../domain/role.ts';
import {
  deviceNames,
  type Login,
  type Manager,
  type Person,
  type RoomName,
  type Session,
  type Typed,
} from './steps.ts';

/** The values of which the steps of random histories are made. */

export const room = fc.constantFrom<RoomName>('hall', 'hall', 'hall', 'hall', 'attic');
export const person = fc.constantFrom<Person>('ada', 'ada', 'ada', 'ada', 'bo', 'cy');
export const by = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Manager>('owner') },
  { weight: 1, arbitrary: fc.constantFrom<Manager>('stranger', 'administrator') },
);
export const role = fc.constantFrom<Role>('viewer', 'speaker', 'moderator');
export const managed = { room, person, by };
export const recent = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3, 5);
export const DAY = 24 * 60;

export const times = fc.constantFrom<Session>(
  {},
  {},
  { startsIn: 10, endsIn: 70 },
  { startsIn: 4 },
  { startsIn: 16, endsIn: 76 },
  { startsIn: -10, endsIn: 10 },
  { endsIn: 3 * DAY },
  { startsIn: -120, endsIn: -60 },
  { startsIn: 30 * DAY, endsIn: 30 * DAY + 60 },
  { startsIn: 200 * DAY },
  { startsIn: -60, endsIn: 450 * DAY },
  { startsIn: 400 * DAY },
  { startsIn: 400 * DAY + 1 },
  { startsIn: 600 * DAY },
);
export const settings = fc.oneof(
  { weight: 3, arbitrary: fc.record({ linkReusability: fc.constantFrom(1, 2, 3, -1) }) },
  { weight: 2, arbitrary: fc.record({ linkDurationMinutes: fc.constantFrom(1, 15, 1440) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      earlyEntryMinutes: fc.constantFrom(
        { viewer: 0, speaker: 15, moderator: 15 },
        { viewer: 0, speaker: 0, moderator: 0 },
        { viewer: 5, speaker: 16, moderator: 240 },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ enabled: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ mail: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      allowed: fc.constantFrom<string[]>([], [], ['example.edu', 'example.org']),
      blocked: fc.constantFrom<string[]>([], [], ['example.org'], ['ample.edu', 'other.test']),
    }),
  },
);

export const device = fc.constantFrom(...deviceNames);
export const typed = fc.constantFrom<Typed>(
  'nothing',
  'right',
  'right',
  'right',
  'shouted',
  'wrong',
  'wrong',
  'garbled',
);
export const login = fc.constantFrom<Login>(
  'none',
  'none',
  'none',
  'none',
  'none',
  'invited',
  'somebody',
  'foreign',
);
export const loginLasts = fc.constantFrom(120_000, 300_000, 600_000, 3_600_000, 86_400_000);
export const enter = fc.constantFrom(true, true, false);
export const rarely = fc.constantFrom(false, false, false, true);
export const seconds = fc.constantFrom(
  1,
  59,
  299,
  300,
  301,
  600,
  900,
  900,
  3600,
  86_400,
  172_799,
  172_800,
  130 * 86_400,
  310 * 86_400,
  491 * 86_400,
);
