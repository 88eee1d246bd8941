import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-dynamodb';
import { dynamodb } from '../../functions/adapters/dynamodb/client.ts';

const READS = ['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand'];

export type Usage = { reads: number; writes: number; refused: number; readUnits: number; writeUnits: number };

/**
 * Counts the database requests of the functions in this test file, by a middleware of the SDK's client.
 * `writes` took place; `refused` are conditional writes whose condition failed.
 */
export class DatabaseMeter {
  #usage: Usage = nothing();

  constructor() {
    dynamodb().middlewareStack.add(
      (next, { commandName = '' }) =>
        async args => {
          const isRead = READS.includes(commandName);
          const input: ServiceInputTypes = { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
          if (isRead) this.#usage.reads += 1;
          try {
            const result = await next({ ...args, input });
            const units = unitsOf(result.output);
            if (isRead) this.#usage.readUnits += units;
            else {
              this.#usage.writes += 1;
              this.#usage.writeUnits += units;
            }
            return result;
          } catch (error) {
            if (!isRead) this.#usage.refused += 1;
            throw error;
          }
        },
      { step: 'initialize', name: 'databaseMeter', override: true },
    );
  }

  /** Returns the counts since the last call, and resets them. */
  take(): Usage {
    const usage = this.#usage;
    this.#usage = nothing();
    return usage;
  }

  async of(work: () => Promise<unknown>): Promise<Usage> {
    this.take();
    await work();
    return this.take();
  }
}

const nothing = (): Usage => ({ reads: 0, writes: 0, refused: 0, readUnits: 0, writeUnits: 0 });

function unitsOf(output: ServiceOutputTypes): number {
  const consumed = 'ConsumedCapacity' in output ? [output.ConsumedCapacity ?? []].flat() : [];
  return consumed.reduce((sum, each) => sum + ('CapacityUnits' in each ? (each.CapacityUnits ?? 0) : 0), 0);
}
