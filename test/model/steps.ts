import fc from 'fast-check';
import type { Role } from '../../domain/role.ts';

/** What can happen in a history. Everything is relative to where the history stands: times to its now, links to the newest. */

export const roomNames = ['hall', 'attic'] as const;
export type RoomName = (typeof roomNames)[number];

export const people = {
  ada: { email: 'Ada@Example.edu', firstName: 'Ada', lastName: 'Byron' },
  bo: { email: 'bo+live@mail.example.org', firstName: 'Bo', lastName: 'Ek' },
  cy: { email: 'cy@other.test', firstName: 'Cy', lastName: 'Ng' },
} as const;
export type Person = keyof typeof people;
export const personNames = Object.keys(people) as Person[];

export const deviceNames = ['phone', 'laptop', 'tablet', 'kiosk'] as const;
export type DeviceName = (typeof deviceNames)[number];

export type Manager = 'owner' | 'stranger' | 'administrator';
/** Minutes from the history's now. */
export type Session = { startsIn?: number; endsIn?: number };
export type SiteSettings = {
  enabled: boolean;
  mail: boolean;
  linkReusability: number;
  linkDurationMinutes: number;
  allowed: string[];
  blocked: string[];
};

type Invited = { room: RoomName; person: Person };
type Managed = Invited & { by: Manager };

export type Step =
  | (Managed & { do: 'generate'; role: Role; sendEmail: boolean; expiresIn?: number; shout: boolean })
  | (Managed & { do: 'promote'; role: Role })
  | (Managed & { do: 'change'; lastName?: string; expiresIn?: number })
  | (Managed & { do: 'look' | 'copy' | 'revoke' | 'resend' })
  | { do: 'list'; room: RoomName; by: Manager }
  | { do: 'redeem'; link: number; device: DeviceName; typed: Typed; login: Login; enter: boolean }
  | { do: 'session'; ticket: number; stolen: boolean }
  | { do: 'requestLink'; link: number }
  | { do: 'putRoom'; room: RoomName; session: Session }
  | { do: 'deleteRoom'; room: RoomName }
  | { do: 'set'; settings: Partial<SiteSettings> }
  | { do: 'forget' }
  | { do: 'wait'; seconds: number };

/** What is typed as e-mail: nothing, the invited address, the same written otherwise, or something else. */
export type Typed = 'nothing' | 'right' | 'shouted' | 'wrong' | 'garbled';
/** Whose login comes along: none, the invited person's, somebody else's, or one of another site. */
export type Login = 'none' | 'invited' | 'somebody' | 'foreign';

const room = fc.constantFrom<RoomName>('hall', 'hall', 'attic');
const person = fc.constantFrom<Person>('ada', 'ada', 'bo', 'cy');
const by = fc.constantFrom<Manager>('owner', 'owner', 'owner', 'owner', 'owner', 'stranger', 'administrator');
const role = fc.constantFrom<Role>('viewer', 'speaker', 'moderator');
const managed = { room, person, by };
const recent = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3, 5);
const DAY = 24 * 60;

const session = fc.constantFrom<Session>(
  {},
  {},
  { startsIn: 10, endsIn: 70 },
  { startsIn: 4 },
  { startsIn: -10, endsIn: 10 },
  { endsIn: 3 * DAY },
  { startsIn: -120, endsIn: -60 },
  { startsIn: 30 * DAY, endsIn: 30 * DAY + 60 },
);
const settings = fc.oneof(
  { weight: 3, arbitrary: fc.record({ linkReusability: fc.constantFrom(1, 2, 3, -1) }) },
  { weight: 2, arbitrary: fc.record({ linkDurationMinutes: fc.constantFrom(1, 15, 1440) }) },
  { weight: 1, arbitrary: fc.record({ enabled: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ mail: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      allowed: fc.constantFrom<string[]>([], [], ['example.edu', 'example.org']),
      blocked: fc.constantFrom<string[]>([], [], ['example.org'], ['ample.edu', 'other.test']),
    }),
  },
);

/** Several wrong addresses in a row, so that histories get to the lock. */
const guesses = fc
  .record({
    link: fc.constantFrom(0, 0, 1),
    device: fc.constantFrom(...deviceNames),
    times: fc.integer({ min: 3, max: 6 }),
  })
  .map(({ link, device, times }) =>
    Array.from(
      { length: times },
      (): Step => ({ do: 'redeem', link, device, typed: 'wrong', login: 'none', enter: true }),
    ),
  );

const doing = <D extends Step['do']>(name: D) => fc.constant(name);
const maybeExpiresIn = fc.constantFrom(1, 30, 2 * DAY, 100 * DAY);

const weighted: [number, fc.Arbitrary<Step>][] = [
  [
    5,
    fc.record(
      {
        do: doing('generate'),
        ...managed,
        role,
        sendEmail: fc.boolean(),
        expiresIn: maybeExpiresIn,
        shout: fc.boolean(),
      },
      { requiredKeys: ['do', 'room', 'person', 'by', 'role', 'sendEmail', 'shout'] },
    ),
  ],
  [
    12,
    fc.record({
      do: doing('redeem'),
      link: recent,
      device: fc.constantFrom(...deviceNames),
      typed: fc.constantFrom<Typed>(
        'nothing',
        'right',
        'right',
        'right',
        'shouted',
        'wrong',
        'wrong',
        'garbled',
      ),
      login: fc.constantFrom<Login>('none', 'none', 'none', 'none', 'none', 'invited', 'somebody', 'foreign'),
      enter: fc.constantFrom(true, true, false),
    }),
  ],
  [
    4,
    fc.record({ do: doing('session'), ticket: recent, stolen: fc.constantFrom(false, false, false, true) }),
  ],
  [2, fc.record({ do: doing('promote'), ...managed, role })],
  [
    2,
    fc.record(
      {
        do: doing('change'),
        ...managed,
        lastName: fc.constantFrom('Lovelace', 'O’Neill-Müller'),
        expiresIn: maybeExpiresIn,
      },
      { requiredKeys: ['do', 'room', 'person', 'by', 'lastName'] },
    ),
  ],
  [2, fc.record({ do: fc.constantFrom('look', 'copy', 'resend' as const), ...managed })],
  [1, fc.record({ do: doing('revoke'), ...managed })],
  [1, fc.record({ do: doing('list'), room, by })],
  [3, fc.record({ do: doing('requestLink'), link: recent })],
  [2, fc.record({ do: doing('putRoom'), room, session })],
  [1, fc.record({ do: doing('deleteRoom'), room })],
  [2, fc.record({ do: doing('set'), settings })],
  [1, fc.record({ do: doing('forget') })],
  [
    3,
    fc.record({
      do: doing('wait'),
      seconds: fc.constantFrom(1, 59, 300, 301, 600, 900, 3600, 86_400, 130 * 86_400),
    }),
  ],
];

export const histories: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      { weight: 1, arbitrary: guesses },
      ...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary: arbitrary.map(step => [step]) })),
    ),
    { minLength: 15, maxLength: 28, size: 'max' },
  )
  .map(parts => parts.flat());
