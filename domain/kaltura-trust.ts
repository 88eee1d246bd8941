import * as z from 'zod';
import { timeZoneSchema } from './identifier.ts';
import { originSchema, userIdPrefixSchema } from './trusted-values.ts';

const secretRefSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 characters of A-Z a-z 0-9 _ . -');

/** The member `kaltura` of a trust file. */
export const kalturaSchema = z.strictObject({
  partnerId: z
    .int()
    .min(1)
    .max(2_147_483_647)
    .describe('The id of the Kaltura account. A partner belongs to one site only.'),
  secretsRef: secretRefSchema.describe(
    'Name of the secret with the admin secrets, in Secrets Manager under `roompass-<stage>/kaltura-secrets/`: `{"adminSecrets": ["…"]}`. The first seals sessions; each opens them.',
  ),
  appTokenRef: secretRefSchema
    .optional()
    .describe(
      'Name of the secret with an app token that was created with `disableentitlement`, under `roompass-<stage>/kaltura-app-tokens/`: `{"id": "…", "token": "…", "hashType": "SHA256"}`. Required if `rooms` is `kaltura`. With it, the typeahead asks Kaltura for people.',
    ),
  endpoint: originSchema
    .default('https://www.kaltura.com')
    .describe('Origin of Kaltura’s API, if it is not Kaltura’s own cloud.'),
  userIdPrefix: userIdPrefixSchema.describe(
    'Prefix that Roompass puts before Kaltura’s ids of people and groups, such as `kaltura:`. Required if there are issuers too, unless `sharedUserIds` is true.',
  ),
  callersFrom: z
    .enum(['session', 'kaltura'])
    .default('session')
    .describe(
      '`kaltura`: e-mail address, names and groups of a person come from Kaltura, which also refuses ended sessions. `session`: only the user id is known, which is no proved address, and groups are not.',
    ),
  rooms: z
    .enum(['registered', 'kaltura'])
    .default('registered')
    .describe(
      '`kaltura`: rooms whose id is that of a Kaltura entry come from Kaltura. `registered`: the backend registers each room.',
    ),
  chatAndCollaboration: z
    .boolean()
    .default(true)
    .describe('Whether rooms from Kaltura have Chat & Collaboration. Kaltura’s API does not say.'),
  timeZone: timeZoneSchema
    .optional()
    .describe('Time zone of rooms from Kaltura. Kaltura’s API does not say.'),
  alsoAccept: z
    .array(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/))
    .max(50)
    .optional()
    .describe(
      'Names of further privileges that a caller’s session may have. A refused session’s log line names the privilege.',
    ),
});
export type TrustedKaltura = z.infer<typeof kalturaSchema>;
