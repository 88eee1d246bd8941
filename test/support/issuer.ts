import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { TrustedIssuer } from '../../domain/trust.ts';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';

type Key = { kid: string; alg: string; privateKey: CryptoKey; publicJwk: JWK };
type CryptoKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
/** Any claims, even ones that no login has; a claim that is `undefined` is left out. */
export type Claims = Record<string, unknown>;
type Made = { key?: Key; header?: object; now?: Date };

/** An issuer under the control of one test: a JWKS server that counts its requests and can fail. */
export class Issuer {
  readonly #name = `login-${randomUUID()}`;
  readonly issuer = `https://${this.#name}.test`;
  readonly audience = 'roompass';
  /** Further members of the issuer in the site’s trust. */
  trust: Partial<TrustedIssuer> = {};
  /** How often the keys were fetched. */
  fetches = 0;
  /** Replaces the answer with the keys; `hanging` never answers. */
  answer: { status: number; body: string } | 'hanging' | undefined;
  keys: Key[] = [];
  #server: LoopbackServer | undefined;

  static async start(): Promise<Issuer> {
    const issuer = new Issuer();
    await issuer.addKey();
    issuer.#server = await listenOnLoopback((_, response) => {
      issuer.fetches += 1;
      if (issuer.answer === 'hanging') return;
      const { status, body } = issuer.answer ?? { status: 200, body: JSON.stringify(issuer.keySet) };
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    return issuer;
  }

  get keySet() {
    return { keys: this.keys.map(({ kid, alg, publicJwk }) => ({ ...publicJwk, kid, alg, use: 'sig' })) };
  }

  /** The issuer as a member of a site's trust. */
  get trusted() {
    // The path is unique too: the product caches keys by URL, and the port may be that of an earlier issuer.
    const jwksUrl = `http://localhost:${this.#server?.port}/${this.#name}/jwks.json`;
    return { issuer: this.issuer, jwksUrl, audience: this.audience, userIdClaim: 'sub', ...this.trust };
  }

  async addKey(alg = 'ES256'): Promise<Key> {
    const key = await createKey(alg);
    this.keys.push(key);
    return key;
  }

  token(claims: Claims = {}, { key = this.keys[0], header, now = new Date() }: Made = {}): Promise<string> {
    if (key === undefined) throw new Error('there is no key');
    const exp = Math.floor(now.getTime() / 1000) + 3600;
    return new SignJWT({ iss: this.issuer, aud: this.audience, sub: 'owner', exp, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
      .sign(key.privateKey);
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }
}

export async function createKey(alg: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid: randomUUID(), alg, privateKey, publicJwk: await exportJWK(publicKey) };
}
