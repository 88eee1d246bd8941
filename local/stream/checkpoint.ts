import type { State } from '../support/state.ts';

const key = 'checkpoint';
/** DynamoDB's streams forget after 24 hours. */
const streamMemoryMs = 23 * 3_600_000;

interface Position {
  readonly sequenceNumber: string;
  readonly at: number;
}

/** How far the stream's records were handled; what lies behind it is finished or safely on the queue. */
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

  /** Whether the stream may have forgotten records that were never handled. */
  get isTooOld(): boolean {
    return this.#now() - (this.#position?.at ?? 0) > streamMemoryMs;
  }

  moveTo(sequenceNumber: string): void {
    this.#state.set(key, { sequenceNumber, at: this.#now() } satisfies Position);
  }

  isBehind(sequenceNumber: string): boolean {
    return this.sequenceNumber === undefined || BigInt(this.sequenceNumber) < BigInt(sequenceNumber);
  }

  get #position(): Position | undefined {
    return this.#state.get(key) as Position | undefined;
  }
}
