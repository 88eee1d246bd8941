import type * as z from 'zod';
import { putFirst, readStored } from './adapters/key-store.ts';
import { firstLinkKeys, firstTicketKeys } from './adapters/new-keys.ts';
import { linkKeysSchema, ticketKeysSchema } from './adapters/secrets.ts';
import { environment } from './environment.ts';
import { customResource, ResourceFailure } from './shared/custom-resource.ts';
import { log } from './shared/log.ts';

/** Makes the keys of links and tickets at the first deploy. What is there already is never touched. */
export const handler = customResource(async () => {
  await makeWhereMissing('LINK_KEYS_SECRET', linkKeysSchema, firstLinkKeys);
  await makeWhereMissing('TICKET_KEYS_SECRET', ticketKeysSchema, firstTicketKeys);
});

async function makeWhereMissing<T extends object>(
  variable: 'LINK_KEYS_SECRET' | 'TICKET_KEYS_SECRET',
  schema: z.ZodType<T>,
  make: () => Promise<T>,
): Promise<void> {
  const id = environment(variable);
  const stored = await readStored(id, schema);
  if (stored === undefined) {
    const isMade = await putFirst(id, await make());
    return log.info('keys', { secret: variable, isMade });
  }
  if (stored.value === undefined) {
    throw new ResourceFailure(
      `The secret of ${variable} holds something else than keys. It was left as it is.`,
    );
  }
}
