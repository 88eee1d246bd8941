import { createHash, randomUUID, type webcrypto } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** A browser as the service sees it: a private key that makes DPoP proofs. */
export class Device {
  readonly #privateKey: webcrypto.CryptoKey;
  readonly #jwk: JWK;
  readonly thumbprint: string;

  private constructor(privateKey: webcrypto.CryptoKey, jwk: JWK, thumbprint: string) {
    this.#privateKey = privateKey;
    this.#jwk = jwk;
    this.thumbprint = thumbprint;
  }

  static async create(): Promise<Device> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const { kty, crv, x, y } = await exportJWK(publicKey);
    const jwk = { kty, crv, x, y } as JWK;
    return new Device(privateKey, jwk, await calculateJwkThumbprint(jwk, 'sha256'));
  }

  /** A proof for a POST to `url`, with the hash of the ticket if there is one. */
  proof(url: string, { ticket, now = new Date() }: { ticket?: string; now?: Date } = {}): Promise<string> {
    const ath = ticket && createHash('sha256').update(ticket).digest('base64url');
    return new SignJWT({ htm: 'POST', htu: url, jti: randomUUID(), ...(ath && { ath }) })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: this.#jwk })
      .setIssuedAt(now)
      .sign(this.#privateKey);
  }
}
