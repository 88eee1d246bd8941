import type { Settings } from '../domain/site.ts';
import type { Trust } from '../domain/trust.ts';
import { PARTNER_ID } from './kaltura/directory.ts';

/** The two sites of the local stack, as operations and administrators would set them. */

export const issuerOf = (origin: string, site: string): string => `${origin}/dev/issuers/${site}`;
export const AUDIENCE = 'roompass';

/** `kaltura` is the endpoint of the site `other`'s Kaltura. */
export function localSites(
  origin: string,
  kaltura = 'http://localhost:8006',
): { trust: Trust; settings: Settings }[] {
  const launchPage = `${origin}/dev/launch?room={roomId}&t={launchToken}`;
  const demo: Trust = { ...trust(origin, 'demo'), launcher: { type: 'url', template: launchPage } };
  const other: Trust = {
    ...trust(origin, 'other'),
    // The same people sign in by token and by Kaltura session.
    sharedUserIds: true,
    kaltura: {
      partnerId: PARTNER_ID,
      secretsRef: 'other',
      appTokenRef: 'other',
      endpoint: kaltura,
      callersFrom: 'kaltura',
      rooms: 'kaltura',
      chatAndCollaboration: true,
      timeZone: 'Europe/London',
    },
    launcher: {
      type: 'kaltura-ks',
      template: `${kaltura}/embeddedrooms/index/view-room/ks/{ks}`,
      roomIs: 'entryId',
    },
  };
  return [
    { trust: demo, settings: settings('Example University') },
    { trust: other, settings: settings('Other College') },
  ];
}

const trust = (origin: string, siteId: string): Omit<Trust, 'launcher'> => ({
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
