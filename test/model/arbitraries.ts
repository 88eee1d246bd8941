import fc from 'fast-check';
import type { Role } from '../../domain/role.ts';
import {
  deviceNames,
  type Login,
  type Manager,
  type Person,
  type RoomName,
  type Session,
  type Step,
  type Typed,
} from './steps.ts';

const room = fc.constantFrom<RoomName>('hall', 'hall', 'hall', 'hall', 'attic');
const person = fc.constantFrom<Person>('ada', 'ada', 'ada', 'ada', 'bo', 'cy');
const by = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Manager>('owner') },
  { weight: 1, arbitrary: fc.constantFrom<Manager>('stranger', 'administrator') },
);
const role = fc.constantFrom<Role>('viewer', 'speaker', 'moderator');
const managed = { room, person, by };
const recent = fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3, 5);
const DAY = 24 * 60;

const times = fc.constantFrom<Session>(
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
    weight: 2,
    arbitrary: fc.record({
      allowed: fc.constantFrom<string[]>([], [], ['example.edu', 'example.org']),
      blocked: fc.constantFrom<string[]>([], [], ['example.org'], ['ample.edu', 'other.test']),
    }),
  },
);

const device = fc.constantFrom(...deviceNames);
const typed = fc.constantFrom<Typed>(
  'nothing',
  'right',
  'right',
  'right',
  'shouted',
  'wrong',
  'wrong',
  'garbled',
);
const login = fc.constantFrom<Login>(
  'none',
  'none',
  'none',
  'none',
  'none',
  'invited',
  'somebody',
  'foreign',
);
const enter = fc.constantFrom(true, true, false);
const rarely = fc.constantFrom(false, false, false, true);
const seconds = fc.constantFrom(1, 59, 299, 300, 301, 600, 900, 3600, 86_400, 130 * 86_400);

type Steps = fc.Arbitrary<Step[]>;
const one = <T extends Step>(arbitrary: fc.Arbitrary<T>): Steps => arbitrary.map(step => [step]);
const doing = <D extends Step['do']>(...names: D[]) => fc.constantFrom(...names);
const maybeExpiresIn = fc.option(fc.constantFrom(1, 30, 2 * DAY, 100 * DAY), { nil: undefined });

/** Several wrong addresses in a row, so that histories get to the lock. */
const guesses: Steps = fc
  .record({ link: fc.constantFrom(0, 0, 1), device, times: fc.integer({ min: 3, max: 6 }) })
  .map(({ times, ...guess }) =>
    Array<Step>(times).fill({ do: 'redeem', ...guess, typed: 'wrong', login: 'none', enter: true }),
  );

const redeem = one(fc.record({ do: doing('redeem'), link: recent, device, typed, login, enter }));
const ticket = recent;
const session = one(fc.record({ do: doing('session'), ticket, stolen: rarely }));
const requestLink = one(fc.record({ do: doing('requestLink'), link: recent }));

const generate = one(
  fc.record({
    do: doing('generate'),
    ...managed,
    role,
    sendEmail: fc.boolean(),
    shout: fc.boolean(),
    expiresIn: maybeExpiresIn,
  }),
);
const promote = one(fc.record({ do: doing('promote'), ...managed, role }));
const lastName = fc.constantFrom('Lovelace', 'O’Neill-Müller');
const change = one(fc.record({ do: doing('change'), ...managed, lastName, expiresIn: maybeExpiresIn }));
const look = one(fc.record({ do: doing('look', 'copy', 'resend'), ...managed }));
const revoke = one(fc.record({ do: doing('revoke'), ...managed }));
const list = one(fc.record({ do: doing('list'), room, by }));

const putRoom = one(fc.record({ do: doing('putRoom'), room, session: times }));
const deleteRoom = one(fc.record({ do: doing('deleteRoom'), room }));
const forget = one(fc.record({ do: doing('forget') }));

/** What happens to all of a site's rooms at once. */
const turn: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: doing('wait'), seconds }) },
  { weight: 1, arbitrary: fc.record({ do: doing('set'), settings }) },
);

/** Histories that play side by side: in each round some steps of every one, then a turn for all of them. */
export type Season = { histories: Step[][]; turn: Step }[];
export const SIDE_BY_SIDE = 4;
const ROUNDS = 5;

/** Each history has 15 parts and 5 turns; when it fails, every part is left out that does not matter. */
const seasonsOf = (...weighted: [number, Steps][]): fc.Arbitrary<Season> => {
  const part = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
  const orNothing = fc.option(part, { nil: [], freq: 1000 });
  const parts = fc.array(orNothing, { minLength: 3, maxLength: 3 }).map(each => each.flat());
  const histories = fc.array(parts, { minLength: SIDE_BY_SIDE, maxLength: SIDE_BY_SIDE });
  return fc.array(fc.record({ histories, turn }), { minLength: ROUNDS, maxLength: ROUNDS });
};

/** Mostly people who come through their links, while now and then something changes under them. */
export const visitorsSeasons = seasonsOf(
  [1, guesses],
  [12, redeem],
  [4, session],
  [3, requestLink],
  [4, generate],
  [1, promote],
  [1, revoke],
  [2, putRoom],
);

/** Mostly managers and what happens to rooms and the site, with links of all ages tried in between. */
export const managersSeasons = seasonsOf(
  [8, redeem],
  [2, session],
  [1, requestLink],
  [6, generate],
  [3, promote],
  [3, change],
  [3, look],
  [2, revoke],
  [1, list],
  [2, putRoom],
  [1, deleteRoom],
  [1, forget],
);
