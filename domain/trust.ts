import * as z from 'zod';
import { siteIdSchema } from './identifier.ts';
import { kalturaSchema } from './kaltura-trust.ts';
import type { Role } from './role.ts';
import { lineSchema } from './text.ts';
import { isTrustedUrl, originSchema, trustedUrlSchema, userIdPrefixSchema } from './trusted-values.ts';

/** A URL with placeholders. Those without a default must be in it. */
const templateSchema = (names: string[], needed: string[] = []) =>
  z
    .string()
    .max(2000)
    .refine(
      text => {
        const filled = text.replace(new RegExp(`\\{(?:${names.join('|')})\\}`, 'g'), 'x');
        return (
          isTrustedUrl(filled) && !/[{}]/.test(filled) && needed.every(name => text.includes(`{${name}}`))
        );
      },
      `must be an https URL ${needed.length > 0 ? `with ${shown(needed)}, and ` : ''}without placeholders other than ${shown(names)}`,
    );
const shown = (names: string[]): string => names.map(name => `{${name}}`).join(' and ');

const issuerSchema = z.strictObject({
  issuer: lineSchema(500).describe('The exact `iss` of the tokens. An issuer belongs to one site only.'),
  jwksUrl: trustedUrlSchema.describe('https URL of the issuer’s public keys (JWKS); http only on localhost.'),
  audience: lineSchema(500).describe('The `aud` of tokens for Roompass.'),
  userIdClaim: lineSchema(100).default('sub').describe('The claim with the id of the person.'),
  userIdPrefix: userIdPrefixSchema.describe(
    'Prefix that Roompass puts before the ids of people and groups in tokens, such as `staff:`. Required if there are several sources of people (issuers, Kaltura), unless `sharedUserIds` is true. Usual for a single issuer: empty.',
  ),
  authorizedParties: z
    .array(lineSchema(500))
    .max(20)
    .optional()
    .describe('Values of `azp` that are accepted in addition to the audience: the site’s own clients.'),
  emailIsTrusted: z
    .boolean()
    .optional()
    .describe(
      '`false`: the e-mail in tokens identifies nobody, because people can choose it themselves. Usual: true.',
    ),
});

const sessionRoleSchema = z.strictObject({
  role: z.enum(['viewerRole', 'adminRole']).describe('The value of `role`.'),
  userContextualRole: z
    .enum(['0', '3'])
    .describe('The value of `userContextualRole`: 0 is an instructor, 3 an attendee.'),
});

const told = (role: Role) => sessionRoleSchema.optional().describe(`What Kaltura is told of a ${role}.`);

const formRoleSchema = z.strictObject({
  roles: z.enum(['Learner', 'Instructor']).describe('The value of `roles`.'),
  isModerator: z.boolean().describe('Whether the form has `custom_room_moderator=1`.'),
});

const posted = (role: Role) => formRoleSchema.optional().describe(`What KAF is told of a ${role}.`);

/** What a room's id is at Kaltura (docs/kaltura.md#launching-a-room). */
const roomKinds = ['entryId', 'resourceId', 'eventId'] as const;

export const trustSchema = z
  .strictObject({
    siteId: siteIdSchema.describe(
      '1 to 20 characters of a-z 0-9 -. It can never change: it is part of links and of the names of mail templates.',
    ),
    linkBaseUrl: originSchema.describe(
      'Links begin with `<linkBaseUrl>/i#`. One of the public origins of the stage.',
    ),
    allowedOrigins: z
      .array(originSchema)
      .max(50)
      .describe('Origins of the site’s own pages that may call the API from a browser (CORS).'),
    issuers: z
      .array(issuerSchema)
      .max(20)
      .refine(
        issuers => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length,
        'must name each issuer once',
      )
      .describe('Identity providers whose tokens (JWTs) are logins to the site.'),
    sharedUserIds: z
      .boolean()
      .optional()
      .describe(
        '`true`: the same id means the same person or group in tokens of all issuers, so no issuer needs a prefix.',
      ),
    kaltura: kalturaSchema.optional().describe('The site’s Kaltura account.'),
    launcher: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('url').describe('The kind of launcher.'),
          template: templateSchema(['roomId', 'launchToken']).describe(
            'The URL of a room; `{roomId}` and `{launchToken}` are filled in. A room’s `joinUrl` replaces it.',
          ),
        }),
        z.strictObject({
          type: z
            .literal('kaltura-ks')
            .describe('Opens the room with a Kaltura session that Roompass seals.'),
          template: templateSchema(['ks', 'partnerId'], ['ks']).describe(
            'The URL of Kaltura’s room page; `{ks}` and `{partnerId}` are filled in. A room’s `joinUrl` replaces it.',
          ),
          roomIs: z
            .enum(roomKinds)
            .describe('What a room’s id is at Kaltura. It becomes the privilege of this name.'),
          roles: z
            .strictObject({ viewer: told('viewer'), speaker: told('speaker'), moderator: told('moderator') })
            .optional()
            .describe('Replaces, for a role, what Kaltura is told of it.'),
        }),
        z.strictObject({
          type: z
            .literal('kaf-lti')
            .describe('Opens the room with a signed form (LTI 1.1), for KAF instances that accept LTI only.'),
          url: trustedUrlSchema
            .refine(text => !/[?#]/.test(text), 'must have no query and no fragment')
            .describe(
              'KAF’s launch URL, such as `https://1234567.kaf.kaltura.com/embeddedrooms/index/view-room`. A room’s `joinUrl` replaces it.',
            ),
          roles: z
            .strictObject({
              viewer: posted('viewer'),
              speaker: posted('speaker'),
              moderator: posted('moderator'),
            })
            .optional()
            .describe('Replaces, for a role, what KAF is told of it.'),
        }),
      ])
      .describe('Makes the URL that an admitted invitee goes to.'),
  })
  .describe(
    'The issuers, origins and URLs that the stage trusts for the site. Only operators can change them; the API cannot.',
  );
export type Trust = z.infer<typeof trustSchema>;
export type KsLauncher = Extract<Trust['launcher'], { type: 'kaltura-ks' }>;
export type FormLauncher = Extract<Trust['launcher'], { type: 'kaf-lti' }>;
export type FormRole = z.infer<typeof formRoleSchema>;
export type SessionRole = z.infer<typeof sessionRoleSchema>;
export type TrustedIssuer = Trust['issuers'][number];
