import { calculateJwkThumbprint, EmbeddedJWK, errors, jwtVerify } from 'jose';
import { PROOF_SECONDS } from '../../domain/lifetimes.ts';
import { Problem } from '../../domain/problems.ts';
import { after, type Instant } from '../../domain/time.ts';
import { sha256 } from '../runtime/sha256.ts';

const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'PS384', 'PS512', 'RS256'];

/** The RFC 7638 SHA-256 thumbprint of the device's key, and a short hash that identifies this proof. */
export type DeviceProof = { device: string; proof: string };

/** 64 bits in base64url: enough to detect a replay, and short, because an invitation stores one for each device. */
const PROOF_HASH_LENGTH = 11;

type Expected = { method: string; path: string; origins: string[]; now: Instant; ticket?: string };

/**
 * Verifies a DPoP proof (RFC 9449 section 4.3), and identifies the device.
 * `htu` may be `path` at any of the public `origins`. If a `ticket` is given, the proof must have its hash (`ath`).
 * @throws `invalid_device_proof`, with the server's `now` for devices whose clock is wrong
 */
export async function verifyDeviceProof(
  proof: string | undefined,
  { method, path, origins, now, ticket }: Expected,
): Promise<DeviceProof> {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof ?? '', EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ALGORITHMS,
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
      currentDate: new Date(now),
      clockTolerance: PROOF_SECONDS,
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
    return {
      device: await calculateJwkThumbprint(protectedHeader.jwk),
      proof: sha256(payload.jti ?? '').slice(0, PROOF_HASH_LENGTH),
    };
  } catch {
    // In every case the device makes a new proof. Details of the error would only help a forger.
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
  const tolerance = PROOF_SECONDS * 1000;
  return issuedAt >= Date.parse(after(now, -tolerance)) && issuedAt <= Date.parse(after(now, tolerance));
}
