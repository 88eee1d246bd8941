import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../startup-error.ts';

const sqliteBusy = 5;
/** A stack that was just told to end, or killed, lets go of its folder a moment later. */
const lockTimeoutMs = 2000;

/**
 * What the stack itself remembers between starts: keys, edited templates, the queue, the checkpoint. One file, whose
 * lock also keeps a second stack out of the folder and dies with the process. Without a folder nothing is kept.
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
    const database = new DatabaseSync(file, { timeout: lockTimeoutMs });
    chmodSync(file, 0o600);
    // Exclusive from the first access on. A killed process loses nothing without fsync, only a machine that fails would.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; BEGIN EXCLUSIVE; COMMIT');
    return database;
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) {
      throw new StartupError(`The data folder ${folder} is in use by another stack.`);
    }
    throw new StartupError(`The data folder ${folder} cannot be used: ${(error as Error).message}.`);
  }
}
