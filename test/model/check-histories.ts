import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { FULL } from '../support/full.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { play } from './play.ts';
import { type Season, SIDE_BY_SIDE } from './seasons.ts';
import { assembleCast, type Cast, Stage } from './stage.ts';
import type { Step } from './steps.ts';
import { World } from './world.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
/** Runs of visitors and of managers, each of SIDE_BY_SIDE histories. So many reach all outcomes that a test lists. */
const ALL_RUNS = 126;
const numRuns = Number(process.env.FC_RUNS ?? (FULL ? ALL_RUNS : 42));

const prologue: Step[] = [
  { do: 'putRoom', room: 'hall', session: {} },
  {
    do: 'generate',
    room: 'hall',
    person: 'ada',
    by: 'owner',
    role: 'speaker',
    sendEmail: false,
    shout: false,
  },
];

/**
 * One test: random histories agree with the model, and (in CI) together they reach every listed outcome. `share` is
 * this test's part of `numRuns`. Histories run side by side because they share the clock and the site's settings.
 */
export function checkHistories(
  name: string,
  seasons: fc.Arbitrary<Season>,
  toBeSeen: string[],
  share = 1,
): void {
  const runs = Math.ceil(numRuns * share);
  let cast: Cast;
  let start: number;

  beforeAll(async () => {
    await startWithEmptyTable();
    vi.spyOn(process.stdout, 'write').mockReturnValue(true); // each call writes a log line
    cast = await assembleCast();
    start = Math.ceil(Date.now() / 1000) * 1000;
    vi.useFakeTimers({ toFake: ['Date'], now: start });
  });
  afterAll(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test(name, { timeout: 300_000 }, async () => {
    console.info(`FC_SEED=${seed} FC_RUNS=${runs}`);
    const began = performance.now();
    let steps = 0;
    const property = fc.asyncProperty(seasons, async season => {
      const plays = Array.from({ length: SIDE_BY_SIDE }, () => [new World(start), new Stage(cast)] as const);
      const playAll = (stepsOf: (index: number) => Step[]) =>
        Promise.all(
          plays.map(async ([world, stage], index) => {
            for (const step of stepsOf(index)) await play(step, world, stage);
          }),
        );
      vi.setSystemTime(start);
      for (const [world, stage] of plays) await stage.putSettings(world.settings);
      await playAll(() => prologue);
      for (const { histories, turn } of season) {
        await playAll(index => histories[index] ?? []);
        for (const [world, stage] of plays) await play(turn, world, stage);
        steps += histories.flat().length;
      }
    });
    await fc.assert(property, { seed, numRuns: runs });
    const millis = Math.round(performance.now() - began);
    console.info(`${runs * SIDE_BY_SIDE} histories, ${steps} steps, ${millis} ms`);
    if (numRuns >= ALL_RUNS) expect(toBeSeen.filter(outcome => !cast.seen.has(outcome))).toEqual([]);
  });
}
