import type { Settings, Trust } from '../domain/site.ts';

/** The two sites of the local stack, as operations and administrators would set them. */

export const issuerOf = (origin: string, site: string): string => `${origin}/dev/issuers/${site}`;
export const AUDIENCE = 'roompass';

export function localSites(origin: string): { trust: Trust; settings: Settings }[] {
  return [
    { trust: trust(origin, 'demo'), settings: settings('Example University') },
    { trust: trust(origin, 'other'), settings: settings('Other College') },
  ];
}

const trust = (origin: string, siteId: string): Trust => ({
  siteId,
  linkBaseUrl: origin,
  allowedOrigins: [`https://${siteId}.example.edu`],
  issuers: [
    {
      issuer: issuerOf(origin, siteId),
      jwksUrl: `${issuerOf(origin, siteId)}/jwks.json`,
      audience: AUDIENCE,
      userIdClaim: 'sub',
    },
  ],
  launcher: { type: 'url', template: `${origin}/dev/launch?room={roomId}&t={launchToken}` },
});

/** The settings of docs/contract.md#6-site-settings-and-trust, without the planned ones. */
const settings = (name: string): Settings => ({
  name,
  defaultLocale: 'en',
  inviteToMedia: {
    enabled: true,
    linkDurationMinutes: 1440,
    linkReusability: 1,
    earlyEntryMinutes: { viewer: 0, speaker: 15, moderator: 15 },
    allowedUsers: { minimumRole: 'privateOnlyRole', users: [], groups: [] },
    inviteEmailTemplate: 'invitation',
  },
  theming: { mediaPage: true, logoUrl: null, color: '#006efa' },
  emailDomains: { allowed: [], blocked: [] },
  limits: { invitationsPerManagerPerHour: 3000, emailsPerAddressPerDay: 5 },
});
