import type { DatabaseSync } from 'node:sqlite';
import { Queue } from './queue.ts';

export type Queues = Record<'mail' | 'changes' | 'feedback', Queue>;

/** The queues, as they are deployed: each with one for its failures. */
export function openQueues(database: DatabaseSync, now: () => number): Queues {
  const open = (name: string, maxReceives: number) => new Queue(database, { name, maxReceives, now });
  return { mail: open('mail', 50), changes: open('changes', 5), feedback: open('feedback', 50) };
}
