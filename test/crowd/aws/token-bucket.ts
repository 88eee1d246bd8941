import type { SimulatedTime } from '../simulated-time.ts';

export type Rate = { perSecond: number; burst: number };

/** The rate limit of AWS: a token bucket that refills evenly, up to the burst. */
export class TokenBucket {
  readonly #rate: Rate;
  readonly #time: SimulatedTime;
  #tokens: number;
  #filledAt = 0;

  constructor(rate: Rate, time: SimulatedTime) {
    this.#rate = rate;
    this.#time = time;
    this.#tokens = rate.burst;
  }

  /** Takes up to `wanted` tokens. @returns how many it took */
  take(wanted = 1): number {
    const { perSecond, burst } = this.#rate;
    const elapsed = this.#time.now - this.#filledAt;
    this.#tokens = Math.min(burst, this.#tokens + (elapsed * perSecond) / 1000);
    this.#filledAt = this.#time.now;
    const taken = Math.min(wanted, Math.floor(this.#tokens));
    this.#tokens -= taken;
    return taken;
  }
}
