import { createRemoteJWKSet, customFetch } from 'jose';
import * as z from 'zod';

const REFETCH_MILLIS = 30_000;
const FETCH_TIMEOUT_MILLIS = 3000;

/** The keys of an issuer could not be fetched, so its tokens can be neither verified nor refused. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;
const keySets = new Map<string, RemoteKeys>();

/**
 * An issuer's public keys, cached (docs/contract.md#2-callers). Key lookup throws {@link KeysUnavailable} if a fetch fails.
 * Created lazily, because it loads Node's HTTP client, which a redeem without a login does not need.
 */
export function keysAt(jwksUrl: string): RemoteKeys {
  const known = keySets.get(jwksUrl);
  if (known !== undefined) return known;
  const made = remoteKeys(jwksUrl);
  keySets.set(jwksUrl, made);
  return made;
}

function remoteKeys(jwksUrl: string): RemoteKeys {
  let fetchedAt = 0;
  const keys: RemoteKeys = createRemoteJWKSet(new URL(jwksUrl), {
    cooldownDuration: REFETCH_MILLIS,
    timeoutDuration: FETCH_TIMEOUT_MILLIS,
    [customFetch]: async (url, options) => {
      // With fresh keys, only an unknown `kid` causes a fetch. jose has no cooldown after a failed fetch.
      if (keys.fresh && Date.now() < fetchedAt + REFETCH_MILLIS)
        throw new KeysUnavailable('fetched just now');
      fetchedAt = Date.now();
      return fetchKeys(url, options);
    },
  });
  return keys;
}

const keySetSchema = z.object({ keys: z.array(z.unknown()) });

/** jose refuses the whole set if one entry is not an object, so such entries are dropped. */
async function fetchKeys(url: string, options: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, options);
    if (response.status !== 200) throw new Error(`the key server answered ${response.status}`);
    const { keys } = keySetSchema.parse(await response.json());
    return Response.json({ keys: keys.filter(isObject) });
  } catch (cause) {
    throw new KeysUnavailable('the keys could not be fetched', { cause });
  }
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
