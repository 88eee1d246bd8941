import type { Process, SimulatedTime } from '../simulated-time.ts';
import type { RedeemFunction, Reply } from './redeem-function.ts';
import { type Rate, TokenBucket } from './token-bucket.ts';

/** The gateway of a stage. Above its rate limit it answers 429 without Retry-After. */
export class Gateway {
  readonly #bucket: TokenBucket;
  readonly #redeem: RedeemFunction;

  constructor(redeem: RedeemFunction, limit: Rate, time: SimulatedTime) {
    this.#redeem = redeem;
    this.#bucket = new TokenBucket(limit, time);
  }

  *redeem(body: { email: boolean }): Process<Reply> {
    if (this.#bucket.take() === 0) return { refused: true };
    return yield* this.#redeem.invoke(body);
  }
}
