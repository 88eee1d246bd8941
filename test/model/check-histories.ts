import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startWithEmptyTable } from '../support/stack.ts';
import { play } from './play.ts';
import { assembleCast, type Cast, Stage } from './stage.ts';
import type { Step } from './steps.ts';
import { World } from './world.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FC_RUNS ?? 502);

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

/** One test: that many histories go as the model says, and that together they come by all that is listed. */
export function checkHistories(name: string, histories: fc.Arbitrary<Step[]>, toBeSeen: string[]): void {
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
    const property = fc.asyncProperty(histories, async history => {
      const world = new World(start);
      const stage = new Stage(cast);
      vi.setSystemTime(start);
      await stage.putSettings(world.settings);
      for (const step of [...prologue, ...history]) await play(step, world, stage);
      steps += history.length;
    });
    await fc.assert(property, { seed, numRuns });
    console.info(`${numRuns} histories, ${steps} steps, ${Math.round(performance.now() - began)} ms`);
    if (numRuns >= 500) expect(toBeSeen.filter(outcome => !cast.seen.has(outcome))).toEqual([]);
  });
}
