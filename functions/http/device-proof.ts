import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify } from 'jose';
import { Problem } from '../../domain/problems.ts';
import { after, type Instant } from '../../domain/time.ts';
import { sha256 } from '../shared/sha256.ts';

const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'PS384', 'PS512', 'RS256'];
const TOLERANCE_SECONDS = 60;

type Expected = { method: string; path: string; origins: string[]; now: Instant; ticket?: string };

/**
 * Checks a DPoP proof (RFC 9449 section 4.3) and gives the RFC 7638 SHA-256 thumbprint of the device's key.
 * It may be made for `path` at any of the origins at which this service answers; with `ticket` it must carry its hash.
 * @throws `invalid_device_proof`, with the server's `now` for devices whose clock is wrong
 */
export async function verifyDeviceProof(
  proof: string | undefined,
  { method, path, origins, now, ticket }: Expected,
) {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof ?? '', EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ALGORITHMS,
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
      currentDate: new Date(now),
      clockTolerance: TOLERANCE_SECONDS,
    });
    const isFor = origins.map(origin => origin + path);
    const checks = [
      payload.htm === method,
      typeof payload.htu === 'string' && isFor.includes(withoutQuery(payload.htu)),
      typeof payload.jti === 'string' && payload.jti.length > 0 && payload.jti.length <= 255,
      isRecent(payload.iat, now),
      ticket === undefined || payload.ath === sha256(ticket),
    ];
    if (protectedHeader.jwk === undefined || checks.includes(false))
      throw new errors.JWTInvalid('not for this request');
    return await calculateJwkThumbprint(protectedHeader.jwk);
  } catch {
    // Whatever is wrong with it, the device makes a new one; what exactly would only help a forger.
    throw new Problem('invalid_device_proof', { now });
  }
}

/** RFC 9449 section 4.2: `htu` is compared without query and fragment. */
function withoutQuery(htu: string): string {
  const url = URL.parse(htu);
  return url === null ? '' : url.origin + url.pathname;
}

function isRecent(iat: number | undefined, now: Instant): boolean {
  if (iat === undefined) return false;
  const issuedAt = iat * 1000;
  const tolerance = TOLERANCE_SECONDS * 1000;
  return issuedAt >= Date.parse(after(now, -tolerance)) && issuedAt <= Date.parse(after(now, tolerance));
}
