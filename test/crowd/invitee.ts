import type { Random, retryDelay, waitingDelay } from '../../web/invitee/delays.ts';
import type { Gateway } from './aws/gateway.ts';
import type { Process, SimulatedTime } from './simulated-time.ts';

/** The page's back-off functions. */
export type Delays = { waitingDelay: typeof waitingDelay; retryDelay: typeof retryDelay };

export type Session = { time: SimulatedTime; gateway: Gateway; opensAt: number; random: Random };

/** One-way latency between a browser and the gateway, in milliseconds: at least 20, seldom above 500. */
const networkLatency = (random: Random) => 20 - 80 * Math.log(1 - random());
/** A device's clock drifts by at most 1 in 10,000. */
const MAX_DRIFT = 1e-4;

/** An invitee with an open page who types the right address. */
export class Invitee {
  enteredAt = Number.POSITIVE_INFINITY;
  refusals = 0;
  readonly #role: string;
  readonly #delays: Delays;

  constructor(role: string, delays: Delays) {
    this.#role = role;
    this.#delays = delays;
  }

  /** Opens the page and types the address at `openedAt`, then waits and enters as web/invitee/visit.ts does. */
  *visit({ time, gateway, opensAt, random }: Session, openedAt: number): Process {
    const drift = 1 + (2 * random() - 1) * MAX_DRIFT;
    yield openedAt;
    let email = true;
    let retries = 0;
    for (;;) {
      yield networkLatency(random);
      const reply = yield* gateway.redeem({ email });
      yield networkLatency(random);
      if (reply.refused) {
        this.refusals += 1;
        yield this.#delays.retryDelay({ retries, retryAfter: reply.retryAfter }, random);
        retries += 1;
        continue;
      }
      if (reply.state === 'admitted' && email) break;
      retries = 0;
      email = true;
      if (reply.state === 'admitted') continue;
      // The page sets its clock from the time in the answer.
      const { delay, enters } = this.#delays.waitingDelay(
        { untilOpen: opensAt - reply.now, role: this.#role },
        random,
      );
      email = enters;
      yield delay * drift;
    }
    this.enteredAt = time.now;
  }
}
