import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const START_TIMEOUT_MILLIS = 30_000;

/** The data folder and the ports of a stack, the same at every start. */
export type Place = {
  readonly folder: string;
  readonly port: number;
  readonly sesPort: number;
  readonly dynamoDbPort: number;
};

export type StackProcess = {
  readonly origin: string;
  readonly pid: number;
  readonly stderr: () => string;
  /** Settles when the stack has printed that it is ready. */
  readonly ready: Promise<void>;
  /** Settles with the exit code, or null if a signal ended the stack. */
  readonly exit: Promise<number | null>;
};

const started = new Set<ChildProcess>();
const folders = new Set<string>();

export async function findPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'roompass-durability-'));
  folders.add(folder);
  const port = await lastingPort();
  const sesPort = await lastingPort(port);
  return { folder, port, sesPort, dynamoDbPort: await lastingPort(port, sesPort) };
}

/** Gives a Node process, but not its child processes, the answers of AWS on an ordinary bad day. */
export const AS_AWS = ['--import', new URL('../support/aws-like/preload.ts', import.meta.url).href];

/** Starts the same stack as `npm start`, with these variables changed, and does not wait until it is ready. */
export function launch({ folder, ...place }: Place, variables: NodeJS.ProcessEnv = {}): StackProcess {
  const child = spawn(process.execPath, [...AS_AWS, 'local/start.ts'], {
    env: {
      ...process.env,
      PORT: `${place.port}`,
      SES_PORT: `${place.sesPort}`,
      DYNAMODB_PORT: `${place.dynamoDbPort}`,
      ROOMPASS_DATA: folder,
      SES_ENDPOINT: '',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  const origin = `http://localhost:${place.port}`;
  const ready = Promise.withResolvers<void>();
  child.stdout.on('data', data => String(data).includes(`ready ${origin}\n`) && ready.resolve());
  let stderr = '';
  child.stderr.on('data', data => {
    stderr += data;
  });
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { origin, pid: child.pid ?? 0, stderr: () => stderr, ready: ready.promise, exit };
}

/** Starts a stack and waits until it is ready. */
export async function start(place: Place, variables?: NodeJS.ProcessEnv): Promise<StackProcess> {
  const stack = launch(place, variables);
  const failed = Promise.race([stack.exit, pause(START_TIMEOUT_MILLIS, 'nothing', { ref: false })]);
  const outcome = await Promise.race([stack.ready.then(() => 'ready'), failed]);
  if (outcome !== 'ready') throw new Error(`the stack did not start (${outcome}): ${stack.stderr()}`);
  return stack;
}

/** The process ids of the stack, its watchdog and DynamoDB Local, in this order. */
export function processesOf({ pid }: Pick<StackProcess, 'pid'>): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n');
  const pairs = rows.map(row => row.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const parent of family) {
    for (const [child = 0, itsParent] of pairs) if (itsParent === parent) family.push(child);
  }
  return family;
}

/** Kills processes as `kill -9` does, and ignores those that have already ended. */
export function kill(...pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whether a process listens on the port of the loopback address. */
export function isTaken(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1');
  socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/** Ends every process that was started here, and deletes its data. */
export async function cleanUp(): Promise<void> {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A free port that no outgoing connection takes while the stack is down. */
async function lastingPort(...others: number[]): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (!others.includes(port) && !(await isTaken(port))) return port;
  }
}
