import fc from 'fast-check';
import {
  change,
  deleteRoom,
  doing,
  early,
  forget,
  generate,
  guesses,
  guessesOf,
  list,
  look,
  mail,
  promote,
  putRoom,
  redeem,
  requestLink,
  revoke,
  type Steps,
  session,
  turn,
} from './arbitrary-steps.ts';
import type { Step } from './steps.ts';

/** Random histories that run side by side, in three mixtures of steps. */

/** Histories that run side by side: in each round some steps of each history, then one turn for all of them. */
export type Season = { histories: Step[][]; turn: Step }[];
export const SIDE_BY_SIDE = 4;
const ROUNDS = 5;

/**
 * Each history has 15 parts and 5 turns. After a failure, fast-check shrinks it by leaving out parts that do not
 * matter.
 */
const seasonsOf = (turn: fc.Arbitrary<Step>, ...weighted: [number, Steps][]): fc.Arbitrary<Season> => {
  const part = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
  const orNothing = fc.option(part, { nil: [], freq: 1000 });
  const parts = fc.array(orNothing, { minLength: 3, maxLength: 3 }).map(each => each.flat());
  const histories = fc.array(parts, { minLength: SIDE_BY_SIDE, maxLength: SIDE_BY_SIDE });
  return fc.array(fc.record({ histories, turn }), { minLength: ROUNDS, maxLength: ROUNDS });
};

/** Mostly invitees who use their links; sometimes a manager changes an invitation, a room or the settings. */
export const visitorsSeasons = seasonsOf(
  turn,
  [1, guesses],
  [12, redeem],
  [4, session],
  [3, requestLink],
  [2, mail],
  [4, generate],
  [1, fc.oneof(early, promote)],
  [1, revoke],
  [2, putRoom],
);

/** Mostly managers, and changes of rooms and settings; in between, invitees try links of all ages. */
export const managersSeasons = seasonsOf(
  turn,
  [8, redeem],
  [2, session],
  [1, requestLink],
  [1, mail],
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

const lockSeconds = fc.constantFrom(899, 900, 900, 900, 3599, 3600, 3600, 86_400, 172_799, 172_800);

/** Mostly a stranger who guesses through one lock after another, while the invitee tries to enter. */
export const guessersSeasons = seasonsOf(
  fc.record({ do: doing('wait'), seconds: lockSeconds }),
  [8, guessesOf(4, 5)],
  [4, redeem],
  [1, requestLink],
  [1, mail],
);
