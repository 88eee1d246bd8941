import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../startup-error.ts';

const SQLITE_BUSY = 5;
/** A stack that is stopping or was just killed releases the lock on its folder a moment later. */
const LOCK_TIMEOUT_MILLIS = 2000;

/**
 * The stack's own durable state: keys, edited templates, queues, checkpoint. One SQLite file, whose lock keeps a
 * second stack out of the folder and is released when the process dies. Without a folder the state is in memory.
 */
export class State {
  readonly database: DatabaseSync;

  constructor(folder: string | undefined) {
    this.database = folder === undefined ? new DatabaseSync(':memory:') : openFile(folder);
    this.database.exec(
      'CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT',
    );
  }

  get(key: string): unknown {
    const row = this.database.prepare('SELECT value FROM entries WHERE key = ?').get(key);
    return row && JSON.parse(String(row.value));
  }

  set(key: string, value: unknown): void {
    this.database.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?)').run(key, JSON.stringify(value));
  }

  delete(key: string): void {
    this.database.prepare('DELETE FROM entries WHERE key = ?').run(key);
  }

  /** Every value whose key begins with the prefix. */
  list(prefix: string): unknown[] {
    const rows = this.database.prepare('SELECT value FROM entries WHERE substr(key, 1, ?) = ? ORDER BY key');
    return rows.all(prefix.length, prefix).map(row => JSON.parse(String(row.value)));
  }

  close(): void {
    this.database.close();
  }
}

function openFile(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, 'stack.db');
    const database = new DatabaseSync(file, { timeout: LOCK_TIMEOUT_MILLIS });
    chmodSync(file, 0o600);
    // The lock is exclusive from now on. Without fsync a killed process loses nothing; only a machine crash would.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; BEGIN EXCLUSIVE; COMMIT');
    return database;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new StartupError(`The data folder ${folder} is in use by another stack.`);
    }
    throw new StartupError(`The data folder ${folder} cannot be used: ${(error as Error).message}.`);
  }
}
