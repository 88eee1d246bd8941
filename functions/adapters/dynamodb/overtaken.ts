import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { Problem } from '../../../domain/problems.ts';
import { backOff } from '../../runtime/back-off.ts';

/** A write is overtaken if another write changed one of its items first (race condition), or is in flight on one. */

const OVERTAKEN = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/** Whether a transaction was overtaken, or a plain write by a transaction. A throttled or invalid write was not. */
const isOvertaken = (error: unknown): boolean =>
  error instanceof TransactionConflictException ||
  (error instanceof TransactionCanceledException &&
    (error.CancellationReasons ?? []).some(({ Code }) => Code !== undefined && OVERTAKEN.has(Code)));

/** A write was overtaken in every round. */
export class Overtaken extends Problem {
  override readonly name = 'Overtaken';

  constructor() {
    super('temporarily_unavailable', { retryAfterSeconds: 1 });
  }
}

/** About two seconds in total, with the back-off. */
const ROUNDS = 10;

/**
 * Retries a write with back-off while it is overtaken (optimistic concurrency). `write` must either decide again
 * from the stored items in each round, or have a condition that covers all it was decided from.
 * @throws {@link Overtaken}, and what `write` throws for any other reason
 */
export async function retryOvertaken<T>(write: (round: number) => Promise<T>): Promise<T> {
  for (let round = 0; round < ROUNDS; round += 1) {
    try {
      return await write(round);
    } catch (error) {
      if (!isOvertaken(error)) throw error;
    }
    await backOff(round);
  }
  throw new Overtaken();
}
