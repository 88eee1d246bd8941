import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../local/support/loopback.ts';

export type LocalStack = {
  readonly origin: string;
  readonly dynamoDb: string;
  /** The URL of the mail inbox in JSON. */
  readonly mailStore: string;
  /** A file with all output of the stack; deleted when the stack is stopped. */
  readonly log: string;
  stop(): Promise<void>;
};

const START_TIMEOUT_MILLIS = 60_000;

/** Starts the same stack as `npm start` in a child process, on free ports and in memory. */
export async function startLocalStack(): Promise<LocalStack> {
  const [port, sesPort, dynamoDbPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const folder = await mkdtemp(join(tmpdir(), 'roompass-stack-'));
  const log = join(folder, 'stack.log');
  const output = await open(log, 'w');
  const ports = { PORT: `${port}`, SES_PORT: `${sesPort}`, DYNAMODB_PORT: `${dynamoDbPort}` };
  const stack = spawn(process.execPath, ['local/start.ts'], {
    env: { ...process.env, ...ports, SES_ENDPOINT: '', ROOMPASS_DATA: 'memory' },
    stdio: ['ignore', output.fd, output.fd],
  });
  const ended = once(stack, 'exit');
  await output.close();
  const stop = async () => {
    stack.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(stack, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin: `http://localhost:${port}`,
    dynamoDb: `http://localhost:${dynamoDbPort}`,
    mailStore: `http://localhost:${sesPort}/store`,
    log,
    stop,
  };
}

async function untilReady(stack: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MILLIS;
  for (;;) {
    const said = await readFile(log, 'utf8');
    if (/^ready /m.test(said)) return;
    if (stack.exitCode !== null || Date.now() > deadline)
      throw new Error(`the local stack did not start: ${said}`);
    await pause(50);
  }
}
