import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startWithEmptyTable } from '../support/stack.ts';
import { type Season, SIDE_BY_SIDE } from './arbitraries.ts';
import { play } from './play.ts';
import { assembleCast, type Cast, Stage } from './stage.ts';
import type { Step } from './steps.ts';
import { World } from './world.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
/** All 1,008 histories in CI, a third of them where somebody waits. */
const numRuns = Number(process.env.FC_RUNS ?? (process.env.CI ? 126 : 42));

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
 * One test: that many histories go as the model says, and that together they come by all that is listed.
 * They play side by side because the clock and the site's settings are everybody's.
 */
export function checkHistories(name: string, seasons: fc.Arbitrary<Season>, toBeSeen: string[]): void {
  let cast: Cast;
  let start: number;

  beforeAll(async () => {
    await startWithEmptyTable();
    vi.spyOn(process.stdout, 'write').mockReturnValue(true); // the handlers log a line a call
    cast = await assembleCast();
    start = Math.ceil(Date.now() / 1000) * 1000;
    vi.useFakeTimers({ toFake: ['Date'], now: start });
  });
  afterAll(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test(name, { timeout: 300_000 }, async () => {
    console.info(`FC_SEED=${seed} FC_RUNS=${numRuns}`);
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
    await fc.assert(property, { seed, numRuns });
    const millis = Math.round(performance.now() - began);
    console.info(`${numRuns * SIDE_BY_SIDE} histories, ${steps} steps, ${millis} ms`);
    if (numRuns >= 126) expect(toBeSeen.filter(outcome => !cast.seen.has(outcome))).toEqual([]);
  });
}
