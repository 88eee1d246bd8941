import { now } from './clock.ts';

type ProofRequest = {
  key: CryptoKeyPair;
  method: string;
  url: string;
  ticket?: string | undefined;
};

const utf8 = (text: string) => new TextEncoder().encode(text);

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

const encode = (value: object) => base64url(utf8(JSON.stringify(value)));

async function publicJwk(key: CryptoKey): Promise<JsonWebKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  return { kty, crv, x, y } as JsonWebKey;
}

async function accessTokenHash(ticket: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(ticket))));
}

/** Makes a DPoP proof (RFC 9449), which is valid for this device, this request and this moment. */
export async function createProof({ key, method, url, ticket }: ProofRequest): Promise<string> {
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: await publicJwk(key.publicKey) };
  const claims = {
    jti: crypto.randomUUID(),
    htm: method,
    htu: url,
    iat: Math.floor(now() / 1000),
    ...(ticket && { ath: await accessTokenHash(ticket) }),
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(algorithm, key.privateKey, utf8(signed));
  return `${signed}.${base64url(new Uint8Array(signature))}`;
}
