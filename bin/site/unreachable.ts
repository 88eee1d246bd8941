import * as z from 'zod';
import type { Trust } from '../../domain/trust.ts';

const LONGEST_MILLIS = 3000;
const keySetSchema = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) });

/** A line for each issuer whose JWKS cannot be fetched from here: a person with its tokens could not sign in. */
export async function unreachableIssuers({ issuers }: Trust): Promise<string[]> {
  const lines = issuers.map(async ({ jwksUrl }, index) => {
    const trouble = await troubleWith(jwksUrl);
    return trouble === undefined ? [] : [`trust.issuers[${index}].jwksUrl ${trouble}: ${jwksUrl}`];
  });
  return (await Promise.all(lines)).flat();
}

async function troubleWith(jwksUrl: string): Promise<string | undefined> {
  try {
    const answer = await fetch(jwksUrl, { signal: AbortSignal.timeout(LONGEST_MILLIS) });
    if (!answer.ok) return `answers with status ${answer.status}`;
    return keySetSchema.safeParse(await answer.json()).success ? undefined : 'has no keys with a kid';
  } catch {
    return 'does not answer with a JWKS, as seen from this machine';
  }
}
