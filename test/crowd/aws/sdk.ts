import type { Random } from '../../../web/invitee/delays.ts';
import type { Process } from '../simulated-time.ts';

/** The value that functions/adapters/aws.ts sets. */
const MAX_ATTEMPTS = 3;
/** The values of the SDK's standard retry strategy (@smithy/core, util-retry) for throttling errors. */
const THROTTLING_DELAY = 1000;
const ALL_RETRY_TOKENS = 500;
const RETRY_COST = 5;
const TABLE_LATENCY = 5;

/** An SDK client in one execution environment; all its retries share one bucket of retry tokens. */
export class SdkClient {
  #retryTokens = ALL_RETRY_TOKENS;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Sends a command and retries it with back-off while it is throttled. @returns whether it succeeded */
  *send(command: () => boolean): Process<boolean> {
    for (let retries = 0; ; retries += 1) {
      yield TABLE_LATENCY;
      if (command()) {
        const returned = retries === 0 ? 1 : RETRY_COST;
        this.#retryTokens = Math.min(ALL_RETRY_TOKENS, this.#retryTokens + returned);
        return true;
      }
      if (retries + 1 === MAX_ATTEMPTS || this.#retryTokens < RETRY_COST) return false;
      this.#retryTokens -= RETRY_COST;
      yield this.#random() * THROTTLING_DELAY * 2 ** retries;
    }
  }
}
