import type { DatabaseSync } from 'node:sqlite';
import { triggers } from '../../functions/contract/triggers.ts';
import { Queue } from './queue.ts';

export type Queues = Record<'mail' | 'changes' | 'sessions' | 'rooms' | 'feedback', Queue>;

/** Opens the queues as they are deployed, each with a dead-letter queue. */
export function openQueues(database: DatabaseSync, now: () => number): Queues {
  const open = (name: string, { receives: maxReceives }: { receives: number }) =>
    new Queue(database, { name, maxReceives, now });
  return {
    mail: open('mail', triggers.deliverEmail),
    changes: open('changes', triggers.recordChanges),
    sessions: open('sessions', triggers.endSessions),
    rooms: open('rooms', triggers.refreshRoom),
    feedback: open('feedback', triggers.recordDelivery),
  };
}
