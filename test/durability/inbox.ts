import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

export type Mail = {
  readonly to: string;
  readonly subject: string;
  /** Seconds since 1970, without fractions. */
  readonly at: number;
};

export type Inbox = {
  readonly endpoint: string;
  stop(): void;
};

type Store = { emails: { destination: { to: string[] }; subject: string; at: number }[] };

/** An SES emulator that outlives the stack, because its inbox is in memory. */
export async function startInbox(): Promise<Inbox> {
  const require = createRequire(import.meta.url);
  const { default: emulator } = require('aws-ses-v2-local') as typeof import('aws-ses-v2-local');
  const server: Server = await emulator({ host: '127.0.0.1', port: 0 });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint, stop };
}

/** The mails that an SES emulator has accepted. */
export async function mailsOf(endpoint: string): Promise<Mail[]> {
  const { emails } = (await (await fetch(`${endpoint}/store`)).json()) as Store;
  return emails.map(({ destination, subject, at }) => ({ to: addressOf(destination.to[0]), subject, at }));
}

const addressOf = (mailbox = ''): string => /<(.*)>$/.exec(mailbox)?.[1] ?? mailbox;
