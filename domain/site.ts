import * as z from 'zod';
import { earlyEntrySchema } from './early-entry.ts';
import { emailDomainsSchema } from './email.ts';
import { idSchema, localeSchema } from './identifier.ts';
import { wholeNumberSchema } from './number.ts';
import { siteRoles } from './person.ts';
import { httpsUrlSchema, lineSchema } from './text.ts';
import type { Trust } from './trust.ts';

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
