import type * as z from 'zod';
import { putFirst, readStored } from '../adapters/secret-versions.ts';
import { lastingKeySchema, linkKeysSchema, ticketKeysSchema } from '../adapters/service-keys.ts';
import { environment } from '../runtime/environment.ts';
import { log } from '../runtime/log.ts';
import { customResource, ResourceFailure } from './custom-resource.ts';
import { missingKeys, type StageKeys } from './generate-keys.ts';

const variables = {
  idKey: 'ID_KEY_SECRET',
  unsubscribeKey: 'UNSUBSCRIBE_KEY_SECRET',
  linkKeys: 'LINK_KEYS_SECRET',
  ticketKeys: 'TICKET_KEYS_SECRET',
} as const satisfies Record<keyof StageKeys, string>;

/**
 * Stores the keys that a stage lacks: at the first deploy all of them; later only a key that an earlier release kept
 * elsewhere. It never changes a stored key.
 */
export const handler = customResource(async () => {
  // Reads the link keys before the id key, the reverse of the order in which they are stored, because another deploy
  // may be storing them at the same time.
  const present = [
    ...(await read('linkKeys', linkKeysSchema)),
    ...(await read('idKey', lastingKeySchema)),
    ...(await read('unsubscribeKey', lastingKeySchema)),
    ...(await read('ticketKeys', ticketKeysSchema)),
  ];
  const missing = await missingKeys(Object.fromEntries(present));
  for (const [name, keys] of Object.entries(missing)) {
    const secret = variables[name as keyof StageKeys];
    const isMade = await putFirst(environment(secret), keys);
    log.info('keys', { secret, isMade });
  }
});

/** @throws ResourceFailure if the secret's content is not keys of this kind */
async function read<T>(name: keyof StageKeys, schema: z.ZodType<T>): Promise<[string, T][]> {
  const stored = await readStored(environment(variables[name]), schema);
  if (stored === undefined) return [];
  if (stored.value !== undefined) return [[name, stored.value]];
  throw new ResourceFailure(
    `The secret of ${variables[name]} does not contain valid keys. It was not changed.`,
  );
}
