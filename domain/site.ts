import * as z from 'zod';
import { emailDomainsSchema } from './email.ts';
import { idSchema, localeSchema, siteIdSchema } from './identifier.ts';
import { siteRoleSchema } from './person.ts';
import { httpsUrlSchema, lineSchema } from './text.ts';

const listSchema = z.array(idSchema).max(200);

/** What a site's administrator may set (contract section 6). */
export const settingsSchema = z
  .strictObject({
    name: lineSchema(100),
    defaultLocale: localeSchema,
    inviteToMedia: z.strictObject({
      enabled: z.boolean(),
      linkDurationMinutes: z.int().min(1).max(576_000),
      linkReusability: z.union([z.literal(-1), z.int().min(1).max(50)]),
      allowedUsers: z.strictObject({
        minimumRole: siteRoleSchema.nullable(),
        users: listSchema,
        groups: listSchema,
      }),
      inviteEmailTemplate: z
        .string()
        .regex(/^[A-Za-z0-9-]{0,20}$/, 'must be at most 20 of A-Z a-z 0-9 -')
        .nullable(),
    }),
    theming: z.strictObject({
      mediaPage: z.boolean(),
      logoUrl: httpsUrlSchema(500).nullable(),
      color: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #006efa'),
    }),
    emailDomains: emailDomainsSchema,
    limits: z.strictObject({
      invitationsPerManagerPerHour: z.int().min(0).max(1_000_000),
      emailsPerAddressPerDay: z.int().min(0).max(1000),
    }),
  })
  .meta({ id: 'SiteSettings' });
export type Settings = z.infer<typeof settingsSchema>;

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/;

/** https, or plain http on this very machine, for the local stack. */
const trustedUrlSchema = z
  .url({ protocol: /^https?$/ })
  .refine(url => url.startsWith('https://') || LOOPBACK.test(url), 'must be an https URL');

const originSchema = trustedUrlSchema.refine(
  url => new URL(url).origin === url,
  'must be an origin, such as https://media.example.edu',
);

/** What operations trust on behalf of a site; never to be set over the API. */
export const trustSchema = z.strictObject({
  siteId: siteIdSchema,
  /** Links are `<linkBaseUrl>/i#<token>`. */
  linkBaseUrl: originSchema,
  allowedOrigins: z.array(originSchema).max(50),
  issuers: z
    .array(
      z.strictObject({
        issuer: z.string().min(1).max(500),
        jwksUrl: trustedUrlSchema,
        audience: z.string().min(1).max(500),
        userIdClaim: z.string().min(1).max(100).default('sub'),
      }),
    )
    .max(20),
  launcher: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('url'), template: z.string().min(1).max(2000) }),
  ]),
});
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
