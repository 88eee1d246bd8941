import type { Example } from './example.ts';
import { GENERATED_AT, INVITATION_ID } from './story.ts';

/** The settings of docs/contract.md#6-site-settings-and-trust. */
const example = {
  name: 'Example University',
  defaultLocale: 'en',
  inviteToMedia: {
    enabled: true,
    linkDurationMinutes: 1440,
    linkReusability: 1,
    allowedUsers: { minimumRole: 'privateOnlyRole', users: [], groups: [] },
    inviteEmailTemplate: 'invitation',
  },
  theming: { mediaPage: true, logoUrl: null, color: '#006efa' },
  emailDomains: { allowed: [], blocked: ['blocked.example'] },
  limits: { invitationsPerManagerPerHour: 3000, emailsPerAddressPerDay: 5 },
};

const suppressed = { id: INVITATION_ID, email: 'ada@example.edu', reason: 'unsubscribed', at: GENERATED_AT };

export const settings: Record<string, Example> = {
  getSettings: { answers: { 200: example } },
  putSettings: { request: example, answers: { 200: example } },
  listSuppressedAddresses: { answers: { 200: { items: [suppressed] } } },
};
