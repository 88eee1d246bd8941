import type { DatabaseSync } from 'node:sqlite';
import { triggers } from '../../functions/triggers.ts';
import { Queue } from './queue.ts';

export type Queues = Record<'mail' | 'changes' | 'feedback', Queue>;

/** The queues, as they are deployed: each with one for its failures. */
export function openQueues(database: DatabaseSync, now: () => number): Queues {
  const open = (name: string, { receives: maxReceives }: { receives: number }) =>
    new Queue(database, { name, maxReceives, now });
  return {
    mail: open('mail', triggers.deliverEmail),
    changes: open('changes', triggers.recordChanges),
    feedback: open('feedback', triggers.recordDelivery),
  };
}
