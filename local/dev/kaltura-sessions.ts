import * as z from 'zod';
import type { Route } from '../gateway/router.ts';
import { sealingKey } from '../kaltura/directory.ts';
import { ADMIN_SESSION, sealKs, USER_SESSION } from '../kaltura/ks.ts';
import type { Directory } from '../kaltura/model.ts';
import { json, parseJson, problem } from './answers.ts';

const wanted = z.strictObject({
  userId: z.string().default('owner'),
  type: z.enum(['USER', 'ADMIN']).default('USER'),
  privileges: z.record(z.string(), z.string()).default({}),
  /** Seconds; negative for a session that is already expired. */
  expiresIn: z.int().default(3600),
});

/** Plays KMS or KAF, which make a Kaltura session for the person who is signed in there. */
export function kalturaSessionsRoute(directory: Directory): Route {
  return {
    method: 'POST',
    path: '/dev/kaltura-sessions',
    handler: async ({ body }) => {
      const { data, error } = wanted.safeParse(parseJson(body));
      if (error) return problem(400, 'The body is not valid', error.issues);
      const { userId, type, privileges, expiresIn } = data;
      const ks = sealKs({
        ...sealingKey(directory),
        type: type === 'ADMIN' ? ADMIN_SESSION : USER_SESSION,
        userId,
        privileges,
        expiry: Math.floor(Date.now() / 1000) + expiresIn,
      });
      return json(200, { ks });
    },
  };
}
