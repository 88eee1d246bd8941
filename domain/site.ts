import * as z from 'zod';
import { emailDomainsSchema } from './email.ts';
import { idSchema, localeSchema, siteIdSchema } from './identifier.ts';
import { siteRoleSchema } from './person.ts';
import { httpsUrlSchema, lineSchema } from './text.ts';

const listSchema = z.array(idSchema).max(200);

/** What a site's administrator may set (contract section 6). */
export const settingsSchema = z
  .strictObject({
    name: lineSchema(100).describe('What invitees see as the name of the site, in mails and on the page.'),
    defaultLocale: localeSchema.describe(
      'Language of mails and pages where nothing else is known, such as `en`.',
    ),
    inviteToMedia: z
      .strictObject({
        enabled: z.boolean().describe('Whether anybody may invite. Links that are out keep working.'),
        linkDurationMinutes: z
          .int()
          .min(1)
          .max(576_000)
          .describe(
            'Minutes that a link lives from its making or the session’s start, whichever is later. Usual: 1440.',
          ),
        linkReusability: z
          .union([z.literal(-1), z.int().min(1).max(50)], 'must be -1, or a whole number from 1 to 50')
          .describe('On how many devices a link may be used; -1 is any number. Usual: 1.'),
        allowedUsers: z
          .strictObject({
            minimumRole: siteRoleSchema
              .nullable()
              .describe('Who has at least this role on the site may invite; null is nobody by role.'),
            users: listSchema.describe('Ids of people who may invite whatever their role.'),
            groups: listSchema.describe('Ids of groups whose members may invite whatever their role.'),
          })
          .describe('Which managers of a room may invite: any of these is enough.'),
        inviteEmailTemplate: z
          .string()
          .regex(/^[A-Za-z0-9-]{0,20}$/, 'must be at most 20 of A-Z a-z 0-9 -')
          .nullable()
          .describe(
            'Name of the invitation’s mail template. Usual: `invitation`; empty or null means no mails.',
          ),
      })
      .describe('Who may invite, and what a link is worth.'),
    theming: z
      .strictObject({
        mediaPage: z
          .boolean()
          .describe('Whether rooms have a page of their own; without it nobody may invite.'),
        logoUrl: httpsUrlSchema(500).nullable().describe('Picture shown to invitees, or null for none.'),
        color: z
          .string()
          .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #006efa')
          .describe('Colour of buttons and links, such as `#006efa`.'),
      })
      .describe('How the site shows itself to invitees.'),
    emailDomains: emailDomainsSchema,
    limits: z
      .strictObject({
        invitationsPerManagerPerHour: z
          .int()
          .min(0)
          .max(1_000_000)
          .describe('Invitations that one manager may generate in an hour. Usual: 3000.'),
        emailsPerAddressPerDay: z
          .int()
          .min(0)
          .max(1000)
          .describe('Mails that one address is sent in a day. Usual: 5.'),
      })
      .describe('How much is let through.'),
  })
  .meta({ id: 'SiteSettings', description: 'What an administrator of the site may set.' });
export type Settings = z.infer<typeof settingsSchema>;

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/;

/** https, or plain http on this very machine, for the local stack. A password has no place in it. */
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
  }, 'must be an https URL with no other placeholder than {roomId} and {launchToken}');

const issuerSchema = z.strictObject({
  issuer: lineSchema(500).describe('The `iss` of the tokens, to the letter. It belongs to one site only.'),
  jwksUrl: trustedUrlSchema.describe('https URL of the issuer’s public keys (JWKS); http only on localhost.'),
  audience: lineSchema(500).describe('The `aud` that tokens for Roompass have.'),
  userIdClaim: lineSchema(100).default('sub').describe('The claim that holds the id of the person.'),
});

export const trustSchema = z
  .strictObject({
    siteId: siteIdSchema.describe(
      '1 to 20 of a-z 0-9 -. For good: it is part of links and of the names of mail templates.',
    ),
    linkBaseUrl: originSchema.describe(
      'Links are `<linkBaseUrl>/i#…`: one of the public origins of the stage.',
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
      .describe('Who signs people in to the site, with JWTs.'),
    launcher: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('url').describe('The kind of launcher.'),
          template: templateSchema.describe(
            'The URL of a room; `{roomId}` and `{launchToken}` are filled in. A room with a `joinUrl` has its own.',
          ),
        }),
      ])
      .describe('Where an admitted invitee is sent.'),
  })
  .describe('What operations trust on behalf of the site; nobody can change it over the API.');
export type Trust = z.infer<typeof trustSchema>;
export type TrustedIssuer = Trust['issuers'][number];

export type Site = { id: string; settings: Settings; settingsVersion: number; trust: Trust };

/** How a site shows itself to an invitee. */
export const siteFaceSchema = z.strictObject({
  name: z.string(),
  logoUrl: z.string().nullable(),
  color: z.string(),
});

export const faceOf = ({ settings }: Site): z.infer<typeof siteFaceSchema> => ({
  name: settings.name,
  logoUrl: settings.theming.logoUrl,
  color: settings.theming.color,
});
