import { seededRandom } from '../support/seeded-random.ts';
import { Gateway } from './aws/gateway.ts';
import { RedeemFunction } from './aws/redeem-function.ts';
import type { Rate } from './aws/token-bucket.ts';
import { type Delays, Invitee } from './invitee.ts';
import { SimulatedTime } from './simulated-time.ts';

export type Roles = { viewer: number; speaker: number; moderator: number };
type Crowd = { roles: Roles; delays: Delays; limit: Rate; seed: number };

/** Seconds from the opening to the entry (median, 99th percentile, last), and the number of refused requests. */
export type Figures = { median: number; p99: number; last: number; refusals: number; mostRefusals: number };

/** Invitees open their pages at random in the first six minutes. */
const OPENED_WITHIN = 6 * 60_000;
/** Time after that for the last invitee to type the address before the session opens. */
const TYPED_BEFORE = 10_000;

/** Simulates the start of a session for invitees whose pages wait for it. */
export function simulate({ roles, delays, limit, seed }: Crowd): Record<keyof Roles | 'all', Figures> {
  const random = seededRandom(seed);
  const time = new SimulatedTime();
  const opensAt = OPENED_WITHIN + TYPED_BEFORE;
  const gateway = new Gateway(new RedeemFunction({ time, random, opensAt }), limit, time);
  const invite = (role: keyof Roles) => Array.from({ length: roles[role] }, () => new Invitee(role, delays));
  const invitees = { viewer: invite('viewer'), speaker: invite('speaker'), moderator: invite('moderator') };
  const all = Object.values(invitees).flat();
  for (const invitee of all)
    time.go(invitee.visit({ time, gateway, opensAt, random }, random() * OPENED_WITHIN));
  time.run();
  return {
    all: figures(all, opensAt),
    viewer: figures(invitees.viewer, opensAt),
    speaker: figures(invitees.speaker, opensAt),
    moderator: figures(invitees.moderator, opensAt),
  };
}

function figures(invitees: Invitee[], opensAt: number): Figures {
  const seconds = invitees.map(({ enteredAt }) => (enteredAt - opensAt) / 1000).toSorted((a, b) => a - b);
  const refusals = invitees.map(invitee => invitee.refusals);
  const at = (share: number) => seconds[Math.ceil(share * seconds.length) - 1] ?? Number.NaN;
  return {
    median: at(0.5),
    p99: at(0.99),
    last: at(1),
    refusals: refusals.reduce((sum, each) => sum + each, 0),
    mostRefusals: Math.max(...refusals),
  };
}
