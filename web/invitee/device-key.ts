const STORE = 'keys';
const NAME = 'device';
/** The timeout of the storage: some browsers never answer instead of denying it. */
const LONGEST_MILLIS = 4000;

let known: CryptoKeyPair | undefined;

export class UnsupportedDevice extends Error {}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('roompass', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

const generate = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);

async function loadOrMake(): Promise<CryptoKeyPair> {
  const database = await openDatabase();
  const read = () =>
    settled<CryptoKeyPair | undefined>(database.transaction(STORE).objectStore(STORE).get(NAME));
  try {
    const kept = await read();
    if (kept) return kept;
    const made = await generate();
    // A race with another tab: if that tab was first, `add` fails and its key is the device's.
    const write = database.transaction(STORE, 'readwrite').objectStore(STORE).add(made, NAME);
    await settled(write).catch(() => undefined);
    const key = await read();
    if (!key) throw new Error('the key was not kept');
    return key;
  } finally {
    database.close();
  }
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    AbortSignal.timeout(LONGEST_MILLIS).addEventListener('abort', reject);
  });
}

/**
 * This browser's key, generated at the first call. A link is bound to a device by this key, so it is not exportable.
 * @throws UnsupportedDevice if the browser cannot make a key, or denies the storage for it
 */
export async function deviceKey(): Promise<CryptoKeyPair> {
  try {
    known ??= await Promise.race([loadOrMake(), tooLate()]);
    return known;
  } catch {
    throw new UnsupportedDevice();
  }
}
