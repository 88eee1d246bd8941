import type { DatabaseSync } from 'node:sqlite';

const retentionMs = 14 * 24 * 3_600_000;
const longestBackOffMs = 15_000;

export interface Message {
  readonly id: number;
  readonly body: string;
  readonly sentAt: number;
  /** How often it was received, this time included. */
  readonly receives: number;
}

export interface QueueOptions {
  readonly name: string;
  /** How often a message is received before it is given up. */
  readonly maxReceives: number;
  readonly now: () => number;
}

/**
 * A durable queue: what was sent is there until it is deleted, also after a SIGKILL. What was received too often goes
 * to the queue of its failures, where it stays until it is redriven.
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
    database.prepare('DELETE FROM queued WHERE sent_at < ?').run(now() - retentionMs);
    // Nobody holds a message yet, and whatever made them fail may be over.
    database.prepare('UPDATE queued SET due_at = min(due_at, ?)').run(now());
  }

  /** Keeps a message and answers its id. */
  send(body: string, delaySeconds = 0): number {
    const insert = this.#database.prepare(
      'INSERT INTO queued (queue, body, sent_at, due_at) VALUES (?, ?, ?, ?)',
    );
    const now = this.#now();
    return Number(insert.run(this.name, body, now, now + delaySeconds * 1000).lastInsertRowid);
  }

  /** Messages that are due, the longest due first; they are due again after a back-off unless deleted. */
  receive(limit: number): Message[] {
    this.#giveUp();
    const select = this.#database.prepare(
      'SELECT * FROM queued WHERE queue = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?',
    );
    const update = this.#database.prepare('UPDATE queued SET receives = ?, due_at = ? WHERE id = ?');
    return select.all(this.name, this.#now(), limit).map(row => {
      const receives = Number(row.receives) + 1;
      update.run(receives, this.#now() + Math.min(longestBackOffMs, 500 * 2 ** receives), Number(row.id));
      return { id: Number(row.id), body: String(row.body), sentAt: Number(row.sent_at), receives };
    });
  }

  /** Has a message that was received come again so many seconds from now. */
  postpone(id: number, seconds: number): void {
    const update = this.#database.prepare('UPDATE queued SET due_at = ? WHERE id = ?');
    update.run(this.#now() + seconds * 1000, id);
  }

  delete(id: number): void {
    this.#database.prepare('DELETE FROM queued WHERE id = ?').run(id);
  }

  /** How many messages were given up. */
  countFailures(): number {
    const count = this.#database.prepare('SELECT count(*) AS messages FROM queued WHERE queue = ?');
    return Number(count.get(this.failuresName)?.messages);
  }

  /** Puts what was given up back on the queue, as if it were new. */
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
      `${changes} of the queue "${this.name}" failed ${this.#maxReceives} times: now in "${this.failuresName}".`,
    );
  }
}
