import * as z from 'zod';
import { earlyEntrySchema } from './early-entry.ts';
import { emailDomainsSchema } from './email.ts';
import { idSchema, localeSchema, siteIdSchema } from './identifier.ts';
import { wholeNumberSchema } from './number.ts';
import { siteRoles } from './person.ts';
import { httpsUrlSchema, lineSchema } from './text.ts';

/** `linkReusability` for any number of devices, and how many of them are remembered: items must stay small. */
export const ANY_NUMBER = -1;
export const DEVICES_REMEMBERED = 50;

const listSchema = z.array(idSchema).max(200);

/** The settings that a site's administrator may change (docs/contract.md#6-site-settings-and-trust). */
export const settingsSchema = z
  .strictObject({
    name: lineSchema(100).describe('Name of the site for invitees, in mails and on the page.'),
    defaultLocale: localeSchema.describe(
      'Language of mails and pages if no other language is known, such as `en`.',
    ),
    inviteToMedia: z
      .strictObject({
        enabled: z.boolean().describe('Whether managers may invite. If not, issued links keep working.'),
        linkDurationMinutes: wholeNumberSchema(1, 576_000).describe(
          'How many minutes a link is valid, from its generation or the session’s start, whichever is later. It is valid at least until the session ends, and at most 400 days. Usual: 1440.',
        ),
        linkReusability: z
          .union(
            [z.literal(ANY_NUMBER), wholeNumberSchema(1, DEVICES_REMEMBERED)],
            `must be ${ANY_NUMBER} or 1 to ${DEVICES_REMEMBERED}`,
          )
          .describe('On how many devices a link may be used; -1 means any number. Usual: 1.'),
        earlyEntryMinutes: earlyEntrySchema,
        allowedUsers: z
          .strictObject({
            minimumRole: z
              .enum(siteRoles, `must be ${siteRoles.join(', ')}, or null`)
              .nullable()
              .describe('People with at least this role on the site may invite; null: nobody by role.'),
            users: listSchema.describe('Ids of people who may invite regardless of their role.'),
            groups: listSchema.describe('Ids of groups whose members may invite regardless of their role.'),
          })
          .describe('Which managers of a room may invite: one of these conditions is enough.'),
        inviteEmailTemplate: z
          .string('must be the name of a mail template, or null')
          .regex(/^[A-Za-z0-9-]{0,20}$/, 'must be at most 20 characters of A-Z a-z 0-9 -, or null')
          .nullable()
          .describe(
            'Name of the invitation’s mail template, which must exist in at least one language. Usual: `invitation`; empty or null means no mails.',
          ),
      })
      .describe('Who may invite, and how long and on how many devices a link works.'),
    theming: z
      .strictObject({
        mediaPage: z.boolean().describe('Whether each room has a media page. If not, nobody may invite.'),
        logoUrl: httpsUrlSchema(500, 'must be an https URL, or null')
          .nullable()
          .describe('Logo shown to invitees, or null for none.'),
        color: z
          .string()
          .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #006efa')
          .describe('Colour of buttons and links, such as `#006efa`.'),
      })
      .describe('Appearance of the site for invitees.'),
    emailDomains: emailDomainsSchema,
    limits: z
      .strictObject({
        invitationsPerManagerPerHour: wholeNumberSchema(0, 1_000_000).describe(
          'Rate limit: invitations that one manager may generate in an hour. Usual: 3000.',
        ),
        emailsPerAddressPerDay: wholeNumberSchema(0, 1000).describe(
          'Rate limit: invitation mails to one address in a day. Links that invitees request have a separate limit. Usual: 5.',
        ),
      })
      .describe('Rate limits.'),
  })
  .meta({ id: 'SiteSettings', description: 'The settings that the site’s administrators may change.' });
export type Settings = z.infer<typeof settingsSchema>;

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/;

/** https, or http on localhost for the local stack; without user name and password. */
function isTrustedUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || LOOPBACK.test(text);
}

const trustedUrlSchema = z
  .string()
  .max(2000)
  .refine(isTrustedUrl, 'must be an https URL without a user name or password');

const originSchema = z
  .string()
  .max(500)
  .refine(
    text => isTrustedUrl(text) && URL.parse(text)?.origin === text,
    'must be an https origin, such as https://media.example.edu',
  );

const templateSchema = z
  .string()
  .max(2000)
  .refine(text => {
    const filled = text.replace(/\{(roomId|launchToken)\}/g, 'x');
    return isTrustedUrl(filled) && !/[{}]/.test(filled);
  }, 'must be an https URL without placeholders other than {roomId} and {launchToken}');

const issuerSchema = z.strictObject({
  issuer: lineSchema(500).describe('The exact `iss` of the tokens. An issuer belongs to one site only.'),
  jwksUrl: trustedUrlSchema.describe('https URL of the issuer’s public keys (JWKS); http only on localhost.'),
  audience: lineSchema(500).describe('The `aud` of tokens for Roompass.'),
  userIdClaim: lineSchema(100).default('sub').describe('The claim with the id of the person.'),
  userIdPrefix: z
    .string()
    .regex(
      /^(?:[A-Za-z0-9._@~:+-]{0,31}:)?$/,
      'must be at most 32 characters of A-Z a-z 0-9 . _ @ ~ : + - and end in :, or be empty',
    )
    .optional()
    .describe(
      'Prefix that Roompass puts before the ids of people and groups in tokens, such as `staff:`. Required if there are several issuers, unless `sharedUserIds` is true. Usual for a single issuer: empty.',
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
    launcher: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('url').describe('The kind of launcher.'),
          template: templateSchema.describe(
            'The URL of a room; `{roomId}` and `{launchToken}` are filled in. A room’s `joinUrl` replaces it.',
          ),
        }),
      ])
      .describe('Makes the URL that an admitted invitee goes to.'),
  })
  .describe(
    'The issuers, origins and URLs that the stage trusts for the site. Only operators can change them; the API cannot.',
  );
export type Trust = z.infer<typeof trustSchema>;
export type TrustedIssuer = Trust['issuers'][number];

export type Site = { id: string; settings: Settings; settingsVersion: number; trust: Trust };

/** The site's name, logo and colour, as an invitee sees them. */
export const siteFaceSchema = z.strictObject({
  name: settingsSchema.shape.name,
  logoUrl: settingsSchema.shape.theming.shape.logoUrl,
  color: settingsSchema.shape.theming.shape.color,
});

export const faceOf = ({ settings }: Site): z.infer<typeof siteFaceSchema> => ({
  name: settings.name,
  logoUrl: settings.theming.logoUrl,
  color: settings.theming.color,
});
