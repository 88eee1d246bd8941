import type { Client } from './client.ts';

/** A request to generate an invitation with mail, and its outcome. */
export type Attempt = {
  readonly room: string;
  readonly email: string;
  readonly key: string | undefined;
  answer?: { status: number; id: string; link: string; at: number };
  /** Sent but never answered, because the stack was killed. */
  isLost?: boolean;
};

/** Every room has a separate owner, because of the hourly limit of invitations for each manager. */
export const ownerOf = (room: string): string => `owner-of-${room}`;

/** Plans requests, each for a different address; every other one has an Idempotency-Key. */
export function planAttempts(room: string, count: number): Attempt[] {
  return Array.from({ length: count }, (_, index) => {
    const key = index % 2 === 0 ? `${room}-${index}` : undefined;
    return { room, email: `guest-${index}@${room}.test`, key };
  });
}

/** Sends the requests, 16 at once, until all are done or `isOver` returns true. */
export async function generateAll(
  attempts: readonly Attempt[],
  { client, token, isOver = () => false }: { client: Client; token: string; isOver?: () => boolean },
): Promise<void> {
  const rest = attempts.values();
  const work = async () => {
    for (const attempt of rest) {
      await generate(attempt, client, token);
      if (isOver()) return;
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
}

async function generate(attempt: Attempt, client: Client, token: string): Promise<void> {
  const { room, email, key } = attempt;
  try {
    const { status, body } = await client.send('POST', `/v1/rooms/${room}/invitations`, {
      token,
      headers: key === undefined ? {} : { 'idempotency-key': key },
      body: { email, firstName: 'Ada', lastName: 'Byron', role: 'speaker', sendEmail: true },
    });
    if (status >= 500) attempt.isLost = true;
    else attempt.answer = { status, id: body.invitation?.id, link: body.link, at: Date.now() };
  } catch {
    attempt.isLost = true;
  }
}
