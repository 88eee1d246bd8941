import type { JWTPayload } from 'jose';
import * as z from 'zod';
import { siteIdSchema } from '../../domain/identifier.ts';
import type { Launched } from '../../domain/kaf-form.ts';
import { LAUNCH_SECONDS } from '../../domain/lifetimes.ts';
import { roleSchema } from '../../domain/role.ts';
import type { Site } from '../../domain/site.ts';
import { epochSeconds, type Instant } from '../../domain/time.ts';
import { randomId } from '../runtime/random-id.ts';
import { signOwnToken, verifyOwnToken } from './own-tokens.ts';

const LAUNCH_TYPE = 'launch+jwt';
const AUDIENCE_PREFIX = 'launch:';

/** Signs a launch token (60 s) for the launcher's page. Its type and audience are separate, so it is no ticket. */
export async function signLaunchToken(
  claims: JWTPayload,
  { site, now }: { site: Pick<Site, 'id'>; now: Instant },
): Promise<string> {
  const iat = epochSeconds(now);
  const aud = AUDIENCE_PREFIX + site.id;
  return signOwnToken({ ...claims, aud, jti: randomId(), iat, exp: iat + LAUNCH_SECONDS }, LAUNCH_TYPE, now);
}

/** A launch token that becomes a form. */
export type FormToken = Launched & { site: string; id: string };

const formTokenSchema = z
  .object({
    aud: z.templateLiteral([AUDIENCE_PREFIX, siteIdSchema]),
    jti: z.string().min(1),
    sub: z.string(),
    room: z.string(),
    role: roleSchema,
    given_name: z.string(),
    family_name: z.string(),
    locale: z.string(),
  })
  .transform(
    ({ aud, jti: id, sub: user, ...claims }): FormToken => ({
      site: aud.slice(AUDIENCE_PREFIX.length),
      id,
      user,
      room: claims.room,
      role: claims.role,
      firstName: claims.given_name,
      lastName: claims.family_name,
      locale: claims.locale,
    }),
  );

/** @throws `link_expired`, `link_invalid` */
export const verifyFormToken = (text: string, now: Instant): Promise<FormToken> =>
  verifyOwnToken(
    text,
    { typ: LAUNCH_TYPE, schema: formTokenSchema, expired: 'link_expired', invalid: 'link_invalid' },
    now,
  );
