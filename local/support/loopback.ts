import { randomInt } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { StartupError } from '../startup-error.ts';

const GRACE_MILLIS = 1500;
/** Longer than the clients' pauses between requests: a connection must not close just when it is reused. */
const KEEP_ALIVE_MILLIS = 120_000;
/** Below the ephemeral ports of Linux and macOS: an outgoing connection could take a port just found free. */
const FREE_PORTS = [16_384, 32_768] as const;

export type LoopbackServer = {
  readonly port: number;
  stop(): Promise<void>;
};

/** Listens on both loopback addresses, because `localhost` may mean either. Port 0 means a free port. */
export async function listenOnLoopback(listener: RequestListener, wanted = 0): Promise<LoopbackServer> {
  const port = wanted === 0 ? await freePort() : wanted;
  const servers = [await whenFree(port, () => listen(listener, port, '127.0.0.1'))];
  try {
    servers.push(await whenFree(port, () => listen(listener, port, '::1')));
  } catch (error) {
    if (!hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) {
      await Promise.all(servers.map(close));
      throw error;
    }
  }
  return { port, stop: async () => void (await Promise.all(servers.map(close))) };
}

/** Checks a port that another process will open. @throws StartupError if a program listens on it */
export async function assertFree(port: number): Promise<void> {
  for (const host of ['127.0.0.1', '::1', '::', '0.0.0.0']) {
    const probe = await whenFree(port, () => listen(() => {}, port, host)).catch(error => {
      if (hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) return;
      throw error;
    });
    if (probe) await close(probe);
  }
}

/** A port that is free on both loopback addresses. */
export async function freePort(): Promise<number> {
  const port = randomInt(...FREE_PORTS);
  for (const host of ['127.0.0.1', '::1']) {
    try {
      await close(await listen(() => {}, port, host));
    } catch (error) {
      if (hasCode(error, 'EADDRINUSE')) return freePort();
    }
  }
  return port;
}

/** Retries for two seconds, because a stack that was just killed frees its ports a moment later. */
async function whenFree<T>(port: number, open: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 2000;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (hasCode(error, 'EACCES'))
        throw new StartupError(`This process has no permission to use port ${port}.`);
      if (!hasCode(error, 'EADDRINUSE')) throw error;
      if (Date.now() > deadline) throw new StartupError(`Port ${port} is in use by another program.`);
    }
    await pause(100);
  }
}

function listen(listener: RequestListener, port: number, host: string): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLIS }, listener).once('error', reject);
  server.listen({ port, host }, () => resolve(server));
  return promise;
}

function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const force = setTimeout(() => server.closeAllConnections(), GRACE_MILLIS);
  server.close(() => {
    clearTimeout(force);
    resolve();
  });
  server.closeIdleConnections();
  return promise;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
