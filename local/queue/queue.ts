import type { DatabaseSync } from 'node:sqlite';

const RETENTION_MILLIS = 14 * 24 * 3_600_000;
const LONGEST_BACK_OFF_MILLIS = 15_000;

export type Message = {
  readonly id: number;
  readonly body: string;
  readonly sentAt: number;
  /** How often the message was received, including this time. */
  readonly receives: number;
};

export type QueueOptions = {
  readonly name: string;
  /** How often a message is received before it moves to the dead-letter queue. */
  readonly maxReceives: number;
  readonly now: () => number;
};

/**
 * A durable queue with at-least-once delivery: a message stays until it is deleted, even after a SIGKILL. A message
 * that was received `maxReceives` times moves to the dead-letter queue and stays there until it is redriven.
 */
export class Queue {
  readonly name: string;
  readonly failuresName: string;
  readonly #database: DatabaseSync;
  readonly #maxReceives: number;
  readonly #now: () => number;

  constructor(database: DatabaseSync, { name, maxReceives, now }: QueueOptions) {
    this.name = name;
    this.failuresName = `${name}-failures`;
    this.#database = database;
    this.#maxReceives = maxReceives;
    this.#now = now;
    database.exec(`CREATE TABLE IF NOT EXISTS queued (
      id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, body TEXT NOT NULL, sent_at INTEGER NOT NULL,
      due_at INTEGER NOT NULL, receives INTEGER NOT NULL DEFAULT 0
    ) STRICT; CREATE INDEX IF NOT EXISTS queued_due ON queued (queue, due_at, id)`);
    database.prepare('DELETE FROM queued WHERE sent_at < ?').run(now() - RETENTION_MILLIS);
    // After a start no consumer holds a message, and the cause of earlier failures may be gone: all are due now.
    database.prepare('UPDATE queued SET due_at = min(due_at, ?)').run(now());
  }

  /** Stores a message. @returns its id */
  send(body: string, delaySeconds = 0): number {
    const insert = this.#database.prepare(
      'INSERT INTO queued (queue, body, sent_at, due_at) VALUES (?, ?, ?, ?)',
    );
    const now = this.#now();
    return Number(insert.run(this.name, body, now, now + delaySeconds * 1000).lastInsertRowid);
  }

  /** Receives due messages, the longest due first. A message is due again after a back-off unless it is deleted. */
  receive(limit: number): Message[] {
    this.#giveUp();
    const select = this.#database.prepare(
      'SELECT * FROM queued WHERE queue = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?',
    );
    const update = this.#database.prepare('UPDATE queued SET receives = ?, due_at = ? WHERE id = ?');
    return select.all(this.name, this.#now(), limit).map(row => {
      const receives = Number(row.receives) + 1;
      update.run(
        receives,
        this.#now() + Math.min(LONGEST_BACK_OFF_MILLIS, 500 * 2 ** receives),
        Number(row.id),
      );
      return { id: Number(row.id), body: String(row.body), sentAt: Number(row.sent_at), receives };
    });
  }

  /** Sets the visibility timeout of a received message: it is due again after so many seconds. */
  postpone(id: number, seconds: number): void {
    const update = this.#database.prepare('UPDATE queued SET due_at = ? WHERE id = ?');
    update.run(this.#now() + seconds * 1000, id);
  }

  delete(id: number): void {
    this.#database.prepare('DELETE FROM queued WHERE id = ?').run(id);
  }

  /** The number of messages in the dead-letter queue. */
  countFailures(): number {
    const count = this.#database.prepare('SELECT count(*) AS messages FROM queued WHERE queue = ?');
    return Number(count.get(this.failuresName)?.messages);
  }

  /** Moves the messages of the dead-letter queue back to the queue, with a receive count of 0. */
  redrive(): void {
    const update = this.#database.prepare(
      'UPDATE queued SET queue = ?, sent_at = ?, due_at = ?, receives = 0 WHERE queue = ?',
    );
    update.run(this.name, this.#now(), this.#now(), this.failuresName);
  }

  #giveUp(): void {
    const update = this.#database.prepare(
      'UPDATE queued SET queue = ? WHERE queue = ? AND due_at <= ? AND receives >= ?',
    );
    const { changes } = update.run(this.failuresName, this.name, this.#now(), this.#maxReceives);
    if (Number(changes) === 0) return;
    console.error(
      `Moved to the dead-letter queue "${this.failuresName}" after ${this.#maxReceives} tries: ${changes} from "${this.name}".`,
    );
  }
}
