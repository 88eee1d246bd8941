import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { StartupError } from '../startup-error.ts';

const graceMs = 1500;

export interface LoopbackServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Listens on both loopback addresses, because `localhost` may mean either; without a port on a free one. */
export async function listenOnLoopback(listener: RequestListener, port = 0): Promise<LoopbackServer> {
  const v4 = await whenFree(port, () => listen(listener, port, '127.0.0.1'));
  const bound = (v4.address() as AddressInfo).port;
  const servers = [v4];
  try {
    servers.push(await whenFree(bound, () => listen(listener, bound, '::1')));
  } catch (error) {
    if (!hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) {
      await close(v4);
      throw error;
    }
  }
  return { port: bound, stop: async () => void (await Promise.all(servers.map(close))) };
}

/** A StartupError when somebody listens on the port; for servers of which we do not open the socket ourselves. */
export async function assertFree(port: number): Promise<void> {
  for (const host of ['127.0.0.1', '::1', '::', '0.0.0.0']) {
    const probe = await whenFree(port, () => listen(() => {}, port, host)).catch(error => {
      if (hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT')) return;
      throw error;
    });
    if (probe) await close(probe);
  }
}

/** Any free port of the loopback address. */
export async function freePort(): Promise<number> {
  const probe = await listen(() => {}, 0, '127.0.0.1');
  const { port } = probe.address() as AddressInfo;
  await close(probe);
  return port;
}

/** Tries for two seconds, since a stack that was just killed frees its ports a moment later. */
async function whenFree<T>(port: number, open: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 2000;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (hasCode(error, 'EACCES')) throw new StartupError(`Port ${port} may not be used.`);
      if (!hasCode(error, 'EADDRINUSE')) throw error;
      if (Date.now() > deadline) throw new StartupError(`Port ${port} is taken by another program.`);
    }
    await pause(100);
  }
}

function listen(listener: RequestListener, port: number, host: string): Promise<Server> {
  const { promise, resolve, reject } = Promise.withResolvers<Server>();
  const server = createServer(listener).once('error', reject);
  server.listen({ port, host }, () => resolve(server));
  return promise;
}

function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const force = setTimeout(() => server.closeAllConnections(), graceMs);
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
