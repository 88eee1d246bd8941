import { expect, test } from 'vitest';
import { stageSettingsSchema } from '../../lib/settings.ts';
import * as delays from '../../web/invitee/delays.ts';
import { type Figures, simulate } from './crowd.ts';
import { oldDelays, oldLimit } from './old-page.ts';

const { requestsPerSecond, burst } = stageSettingsSchema.shape.limits.parse(undefined);
const limit = { perSecond: requestsPerSecond, burst };
const lecture = { viewer: 9650, speaker: 300, moderator: 50 };

/** Prints the figures and returns them. */
function shown(what: string, { median, p99, last, refusals, mostRefusals }: Figures): Figures {
  const [half, most, all] = [median, p99, last].map(seconds => `${seconds.toFixed(1)} s`);
  console.info(
    `${what}: median ${half}, 99 % ${most}, last ${all}; ${refusals} refusals, at most ${mostRefusals}`,
  );
  return { median, p99, last, refusals, mostRefusals };
}

test.each([1, 2, 3])(
  'of 10,000 people whose countdown ends together, 99 in 100 are in within 30 s and none is refused more than twice (seed %i)',
  seed => {
    const { all, speaker, moderator } = simulate({ roles: lecture, delays, limit, seed });
    const { p99, last, mostRefusals } = shown(`seed ${seed}`, all);
    expect(p99).toBeLessThanOrEqual(30);
    expect(mostRefusals).toBeLessThanOrEqual(2);
    expect(last).toBeLessThanOrEqual(60);
    expect(shown('  speakers', speaker).median).toBeLessThanOrEqual(3);
    expect(shown('  moderators', moderator).median).toBeLessThanOrEqual(3);
  },
);

test('that also holds with 1,000 speakers and moderators among them, although they exceed the partition’s write limit', () => {
  const roles = { viewer: 9000, speaker: 950, moderator: 50 };
  const { p99, mostRefusals } = shown('1,000 speakers', simulate({ roles, delays, limit, seed: 1 }).all);
  expect(p99).toBeLessThanOrEqual(30);
  expect(mostRefusals).toBeLessThanOrEqual(2);
});

test('without the spread, the jitter and the higher limits, the same people take minutes and are refused many times', () => {
  const old = simulate({ roles: lecture, delays: oldDelays, limit: oldLimit, seed: 1 });
  const { p99, refusals, mostRefusals } = shown('old page, old limits', old.all);
  expect(p99).toBeGreaterThan(120);
  expect(refusals).toBeGreaterThan(20_000);
  expect(mostRefusals).toBeGreaterThan(2);
});
