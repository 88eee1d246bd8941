import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startWithEmptyTable } from '../support/stack.ts';
import { play } from './play.ts';
import { assembleCast, type Cast, Stage } from './stage.ts';
import { histories } from './steps.ts';
import { World } from './world.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FC_RUNS ?? 1000);
let cast: Cast;
let start: number;
let steps = 0;

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

test('every history goes as the contract says', { timeout: 180_000 }, async () => {
  console.info(`FC_SEED=${seed} FC_RUNS=${numRuns}`);
  const began = performance.now();
  const property = fc.asyncProperty(histories, async history => {
    const world = new World(start);
    const stage = new Stage(cast);
    vi.setSystemTime(start);
    await stage.putSettings(world.settings);
    await play({ do: 'putRoom', room: 'hall', session: {} }, world, stage);
    for (const step of history) await play(step, world, stage);
    steps += history.length;
  });
  await fc.assert(property, { seed, numRuns });
  console.info('cpu', process.cpuUsage(), process.memoryUsage().rss);
  console.info(`${numRuns} histories, ${steps} steps, ${Math.round(performance.now() - began)} ms`);
  expect(steps).toBeGreaterThan(0);
});
