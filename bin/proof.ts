import { createHash, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';

/**
 * Prints a DPoP proof (RFC 9449) for a POST, to try `/v1/redeem` and `/v1/session` with curl:
 * `npm run -s proof -- http://localhost:3000/v1/redeem [--ticket <ticket>] [--key device.json]`.
 * The key file represents a device: it is created if it is missing, and otherwise used again.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { key: { type: 'string', default: '.roompass/device.json' }, ticket: { type: 'string' } },
});
const [url] = positionals;
if (url === undefined || !URL.canParse(url)) {
  console.error('Give the URL that the proof is for, such as http://localhost:3000/v1/redeem');
  process.exit(1);
}

const jwk = await readKey(values.key);
const { kty, crv, x, y } = jwk as Required<JWK>;
const ath = values.ticket && createHash('sha256').update(values.ticket).digest('base64url');
console.log(
  await new SignJWT({ htm: 'POST', htu: url, jti: randomUUID(), ...(ath && { ath }) })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } })
    .setIssuedAt()
    .sign(await importJWK(jwk, 'ES256')),
);

async function readKey(file: string): Promise<JWK> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const made = await exportJWK(privateKey);
    await writeFile(file, JSON.stringify(made), { mode: 0o600 });
    return made;
  }
}
