import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Invitation } from './client.ts';

export const isDue = ({ delivery }: Invitation): boolean => delivery.state === 'queued';

/** The invitations of all rooms; `tokens` has the owner's token of each room. */
export async function listAll(client: Client, tokens: ReadonlyMap<string, string>): Promise<Invitation[]> {
  const all: Invitation[] = [];
  for (const [room, token] of tokens) all.push(...(await client.list(room, token)));
  return all;
}

/** Waits until no invitation has mail due or the deadline has passed. @returns the invitations */
export async function untilMailed(
  client: Client,
  tokens: ReadonlyMap<string, string>,
  deadline: number,
): Promise<Invitation[]> {
  for (;;) {
    const all = await listAll(client, tokens);
    if (!all.some(isDue) || Date.now() > deadline) return all;
    await pause(250);
  }
}
