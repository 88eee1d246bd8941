const STORE = 'keys';
const NAME = 'device';

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
    // `add` fails where another tab was faster; its key is the device's then.
    const write = database.transaction(STORE, 'readwrite').objectStore(STORE).add(made, NAME);
    await settled(write).catch(() => undefined);
    const key = await read();
    if (!key) throw new Error('the key was not kept');
    return key;
  } finally {
    database.close();
  }
}

/**
 * This browser's key, made at the first call. It cannot be exported: it is what binds a link to a device.
 * @throws UnsupportedDevice where a browser cannot make one or cannot keep it
 */
export async function deviceKey(): Promise<CryptoKeyPair> {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) throw new UnsupportedDevice();
  try {
    return await loadOrMake();
  } catch {
    throw new UnsupportedDevice();
  }
}
