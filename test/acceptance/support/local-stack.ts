import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../local/support/loopback.ts';
import type { Target } from './setup.ts';

const START_TIMEOUT_MILLIS = 30_000;

/** Starts `npm start`'s program on free ports; all that it prints goes to a file. */
export async function startLocalStack(): Promise<Target & { child: ChildProcess }> {
  const [PORT, SES_PORT, DYNAMODB_PORT] = [await freePort(), await freePort(), await freePort()].map(String);
  const logFile = join(await mkdtemp(join(tmpdir(), 'roompass-acceptance-')), 'stack.log');
  const log = await open(logFile, 'w');
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../../local/start.ts', import.meta.url))],
    {
      env: { ...process.env, PORT, SES_PORT, DYNAMODB_PORT, ROOMPASS_DATA: 'memory' },
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  await log.close();
  const baseUrl = `http://localhost:${PORT}`;
  await untilReady(`${baseUrl}/v1/health`, child, logFile);
  const mailStoreUrl = `http://localhost:${SES_PORT}/store`;
  return { baseUrl, tokenUrl: `${baseUrl}/dev/tokens`, mailStoreUrl, logFile, child };
}

async function untilReady(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MILLIS;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
  child.kill('SIGTERM');
  throw new Error(`The local stack did not start; see ${logFile}.`);
}
