import type { State } from '../support/state.ts';

const KEY = 'checkpoint';
/** One hour less than the 24 hours for which DynamoDB Streams keep a record. */
const STREAM_MEMORY_MILLIS = 23 * 3_600_000;

type Position = {
  readonly sequenceNumber: string;
  readonly at: number;
};

/** The position up to which stream records are handled: each earlier record is finished or stored on a queue. */
export class Checkpoint {
  readonly #state: State;
  readonly #now: () => number;

  constructor(state: State, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  get sequenceNumber(): string | undefined {
    return this.#position?.sequenceNumber;
  }

  /** Whether the stream may have dropped records that were never handled. */
  get isTooOld(): boolean {
    return this.#now() - (this.#position?.at ?? 0) > STREAM_MEMORY_MILLIS;
  }

  moveTo(sequenceNumber: string): void {
    this.#state.set(KEY, { sequenceNumber, at: this.#now() } satisfies Position);
  }

  isBehind(sequenceNumber: string): boolean {
    return this.sequenceNumber === undefined || BigInt(this.sequenceNumber) < BigInt(sequenceNumber);
  }

  get #position(): Position | undefined {
    return this.#state.get(KEY) as Position | undefined;
  }
}
