import fc from 'fast-check';
import {
  by,
  DAY,
  device,
  enter,
  login,
  loginLasts,
  managed,
  person,
  rarely,
  recent,
  role,
  room,
  seconds,
  settings,
  times,
  typed,
} from './arbitrary-values.ts';
import type { Step } from './steps.ts';

/** The steps of random histories. */

export type Steps = fc.Arbitrary<Step[]>;
const one = <T extends Step>(arbitrary: fc.Arbitrary<T>): Steps => arbitrary.map(step => [step]);
export const doing = <D extends Step['do']>(...names: D[]) => fc.constantFrom(...names);
const maybeExpiresIn = fc.option(fc.constantFrom(1, 30, 2 * DAY, 100 * DAY, 400 * DAY, 400 * DAY + 1), {
  nil: undefined,
});

/** Several wrong addresses in a row, so that histories reach the lock. */
export const guessesOf = (min: number, max: number): Steps =>
  fc
    .record({ link: fc.constantFrom(0, 0, 1), device, times: fc.integer({ min, max }) })
    .map(({ times, ...guess }) =>
      Array<Step>(times).fill({
        do: 'redeem',
        ...guess,
        typed: 'wrong',
        login: 'none',
        loginLasts: 0,
        enter: true,
      }),
    );
export const guesses = guessesOf(3, 6);

export const redeem = one(
  fc.record({ do: doing('redeem'), link: recent, device, typed, login, loginLasts, enter }),
);
const ticket = recent;
export const session = one(fc.record({ do: doing('session'), ticket, stolen: rarely }));
export const mail = one(fc.record({ do: doing('mail'), room, person }));
export const requestLink = one(fc.record({ do: doing('requestLink'), link: recent }));

export const generate = one(
  fc.record({
    do: doing('generate'),
    ...managed,
    role,
    sendEmail: fc.boolean(),
    shout: fc.boolean(),
    expiresIn: maybeExpiresIn,
  }),
);
export const promote = one(fc.record({ do: doing('promote'), ...managed, role }));
const lastName = fc.constantFrom('Lovelace', 'O’Neill-Müller');
export const change = one(
  fc.record({ do: doing('change'), ...managed, lastName, expiresIn: maybeExpiresIn }),
);
export const look = one(fc.record({ do: doing('look', 'copy', 'resend'), ...managed }));
export const revoke = one(fc.record({ do: doing('revoke'), ...managed }));
export const list = one(fc.record({ do: doing('list'), room, by }));

export const putRoom = one(fc.record({ do: doing('putRoom'), room, session: times }));
export const deleteRoom = one(fc.record({ do: doing('deleteRoom'), room }));
/** An invitee tries early entry, and a manager may change the role before the next session call. */
export const early: Steps = fc
  .record({ device, role: fc.option(role) })
  .map(({ device, role }): Step[] => [
    { do: 'putRoom', room: 'hall', session: { startsIn: 10, endsIn: 70 } },
    { do: 'redeem', link: 0, device, typed: 'right', login: 'none', loginLasts: 0, enter: true },
    ...(role === null ? [] : [{ do: 'promote', room: 'hall', person: 'ada', by: 'owner', role } as const]),
    { do: 'session', ticket: 0, stolen: false },
  ]);
export const forget = one(fc.record({ do: doing('forget') }));

/** Changes that affect all rooms of a site. */
export const turn: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: doing('wait'), seconds }) },
  { weight: 1, arbitrary: fc.record({ do: doing('set'), settings }) },
);
