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

/** A durable queue: what was sent is there until it is deleted, also after a SIGKILL. */
export class Queue {
  readonly #database: DatabaseSync;
  readonly #now: () => number;

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database;
    this.#now = now;
    database.exec(`CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, sent_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
      receives INTEGER NOT NULL DEFAULT 0
    ) STRICT; CREATE INDEX IF NOT EXISTS messages_due ON messages (due_at, id)`);
    database.prepare('DELETE FROM messages WHERE sent_at < ?').run(now() - retentionMs);
    // Nobody holds a message yet, and whatever made them fail may be over.
    database.prepare('UPDATE messages SET due_at = min(due_at, ?)').run(now());
  }

  /** Keeps a message and answers its id. */
  send(body: string, delaySeconds = 0): number {
    const insert = this.#database.prepare('INSERT INTO messages (body, sent_at, due_at) VALUES (?, ?, ?)');
    return Number(insert.run(body, this.#now(), this.#now() + delaySeconds * 1000).lastInsertRowid);
  }

  /** Messages that are due, the longest due first; they are due again after a back-off unless deleted. */
  receive(limit: number): Message[] {
    const select = this.#database.prepare(
      'SELECT * FROM messages WHERE due_at <= ? ORDER BY due_at, id LIMIT ?',
    );
    const update = this.#database.prepare('UPDATE messages SET receives = ?, due_at = ? WHERE id = ?');
    return select.all(this.#now(), limit).map(row => {
      const receives = Number(row.receives) + 1;
      update.run(receives, this.#now() + Math.min(longestBackOffMs, 500 * 2 ** receives), Number(row.id));
      return { id: Number(row.id), body: String(row.body), sentAt: Number(row.sent_at), receives };
    });
  }

  delete(id: number): void {
    this.#database.prepare('DELETE FROM messages WHERE id = ?').run(id);
  }
}
