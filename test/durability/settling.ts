import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Invitation } from './client.ts';

export const isDue = ({ delivery }: Invitation): boolean => delivery.state === 'queued';

/** The invitations of all rooms, each with its owner's token. */
export async function listAll(client: Client, tokens: ReadonlyMap<string, string>): Promise<Invitation[]> {
  const all: Invitation[] = [];
  for (const [room, token] of tokens) all.push(...(await client.list(room, token)));
  return all;
}

/** The invitations once no mail of theirs is due any more, or the deadline has passed. */
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
