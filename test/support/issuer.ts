import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';

type Key = { kid: string; alg: string; privateKey: CryptoKey; publicJwk: JWK };
type CryptoKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
/** Any claims, also such as no login has; one that is `undefined` is left out. */
export type Claims = Record<string, unknown>;
type Made = { key?: Key; header?: object; now?: Date };

/** A login of one's own: a JWKS server whose keys, answers and number of requests a test decides upon. */
export class Issuer {
  readonly issuer = `https://login-${randomUUID()}.test`;
  readonly audience = 'roompass';
  readonly userIdClaim: string = 'sub';
  /** How often the keys were asked for. */
  fetches = 0;
  /** Instead of the keys. */
  answer: { status: number; body: string } | undefined;
  keys: Key[] = [];
  #server: LoopbackServer | undefined;

  static async start(): Promise<Issuer> {
    const issuer = new Issuer();
    await issuer.addKey();
    issuer.#server = await listenOnLoopback((_, response) => {
      issuer.fetches += 1;
      const { status, body } = issuer.answer ?? { status: 200, body: JSON.stringify(issuer.keySet) };
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    return issuer;
  }

  get keySet() {
    return { keys: this.keys.map(({ kid, alg, publicJwk }) => ({ ...publicJwk, kid, alg, use: 'sig' })) };
  }

  /** As a site's trust names it. */
  get trusted() {
    const jwksUrl = `http://localhost:${this.#server?.port}/jwks.json`;
    return { issuer: this.issuer, jwksUrl, audience: this.audience, userIdClaim: this.userIdClaim };
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
