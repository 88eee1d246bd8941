import { fewestToFind } from '../../../domain/text.ts';

/** The table's schema and keys. The functions and the CDK stacks import this file, so it imports no SDK. */
export const table = { partitionKey: 'pk', sortKey: 'sk', ttlAttribute: 'ttl' } as const;

export type Key = { pk: string; sk: string };

export type ItemKind = {
  /** The pattern of partition keys for IAM's condition `dynamodb:LeadingKeys`. */
  leadingKey: string;
  /** Attributes that a write to this kind must not name: attributes of other items in the partition, or protected. */
  foreign?: readonly string[];
};

/** Attributes that only rooms have. */
const ROOM_ONLY = ['room', 'deletedAt', 'version'] as const;

/** The attributes of a room from Kaltura. */
const FROM_KALTURA = ['entry', 'kaltura'] as const;
/** Attributes that only invitations have, and that decide who may enter. */
const INVITATION_ONLY = [
  'email',
  'role',
  'linkId',
  'revokedAt',
  'expiresAt',
  'devices',
  'freshLink',
] as const;

/** The kinds of items for which functions get permissions. IAM can match partition keys, but not sort keys. */
export const itemKinds = {
  /** In this release the partition may still have the site's trust, which settings routes must not write. */
  SETTINGS: { leadingKey: 'SITE#*', foreign: ['trust'] },
  TRUST: { leadingKey: 'TRUST#*' },
  ISSUER: { leadingKey: 'ISSUER#*' },
  PARTNER: { leadingKey: 'PARTNER#*' },
  ORIGINS: { leadingKey: 'ORIGINS' },
  ROOM: { leadingKey: 'ROOM#*' },
  /** An invitation, for the manager's routes. */
  INVITATION: { leadingKey: 'ROOM#*', foreign: ROOM_ONLY },
  /** The same item, for redeem, request-link and the mailer. They must not change the invitee or the role. */
  LINK: {
    leadingKey: 'ROOM#*',
    foreign: [...ROOM_ONLY, ...FROM_KALTURA, 'generation', 'createdAt', 'createdBy', 'email', 'role'],
  },
  /** A room, for functions that only refresh it from Kaltura. Those that write invitations may do so too. */
  ENTRY: { leadingKey: 'ROOM#*', foreign: [...ROOM_ONLY, ...INVITATION_ONLY] },
  HISTORY: { leadingKey: 'HISTORY#*' },
  COUNT: { leadingKey: 'COUNT#*' },
  MAIL: { leadingKey: 'MAIL#*' },
  LAUNCH: { leadingKey: 'LAUNCH#*' },
  TEMPLATE: { leadingKey: 'TEMPLATE#*' },
  SUPPRESSED: { leadingKey: 'SUPPRESSED#*' },
  PERSON: { leadingKey: 'PERSON#*' },
  PEOPLE: { leadingKey: 'PEOPLE#*' },
  IDEMPOTENCY: { leadingKey: 'IDEMPOTENCY#*' },
} as const satisfies Record<string, ItemKind>;

export const INVITATION_PREFIX = 'INVITATION#';
export const ROOM_SORT_KEY = 'ROOM';
export const ROOM_PREFIX = 'ROOM#';
const SITE_PREFIX = 'SITE#';

type HistoryOwner = { site: string; room: string; generation: number; id: string };

export const keys = {
  settings: (site: string): Key => ({ pk: `${SITE_PREFIX}${site}`, sk: 'SETTINGS' }),
  trust: (site: string): Key => ({ pk: `TRUST#${site}`, sk: 'TRUST' }),
  /** The key under which earlier releases stored the trust. This release reads it if `trust` is missing. */
  formerTrust: (site: string): Key => ({ pk: `${SITE_PREFIX}${site}`, sk: 'TRUST' }),
  issuer: (issuer: string): Key => ({ pk: `ISSUER#${issuer}`, sk: 'SITE' }),
  partner: (partner: number): Key => ({ pk: `PARTNER#${partner}`, sk: 'SITE' }),
  origins: (site: string): Key => ({ pk: 'ORIGINS', sk: `${SITE_PREFIX}${site}` }),
  room: (site: string, room: string): Key => ({ pk: `${ROOM_PREFIX}${site}#${room}`, sk: ROOM_SORT_KEY }),
  invitation: (site: string, room: string, id: string): Key => ({
    pk: `${ROOM_PREFIX}${site}#${room}`,
    sk: `${INVITATION_PREFIX}${id}`,
  }),
  /** An invitation's history starts again after its room was deleted, with the room's next `generation`. */
  history: (of: HistoryOwner, entry: string): Key => ({
    pk: `HISTORY#${of.site}#${of.room}#${of.generation}#${of.id}`,
    sk: entry,
  }),
  hourlyCount: (site: string, manager: string, hour: string): Key => ({
    pk: `COUNT#${site}#${manager}`,
    sk: `HOUR#${hour}`,
  }),
  dailyMails: (site: string, addressHash: string, day: string): Key => ({
    pk: `COUNT#${site}#MAIL#${addressHash}`,
    sk: `DAY#${day}`,
  }),
  dailyFreshLinks: (site: string, addressHash: string, day: string): Key => ({
    pk: `COUNT#${site}#MAIL#${addressHash}`,
    sk: `LINKS#${day}`,
  }),
  dailyTestMails: (site: string, addressHash: string, day: string): Key => ({
    pk: `COUNT#${site}#MAIL#${addressHash}`,
    sk: `TESTS#${day}`,
  }),
  /** The lease of a mail. */
  mailClaim: (site: string, mail: string): Key => ({ pk: `MAIL#${site}#${mail}`, sk: 'CLAIM' }),
  /** The use of a launch token. Each has a partition, as many people enter at the same time. */
  launchUse: (site: string, token: string): Key => ({ pk: `LAUNCH#${site}#${token}`, sk: 'USE' }),
  /** The lease to save a mail template. */
  templateLease: (site: string, name: string, locale: string): Key => ({
    pk: `TEMPLATE#${site}`,
    sk: `${name}#${locale}`,
  }),
  suppression: (site: string, address: string): Key => ({ pk: `SUPPRESSED#${site}`, sk: address }),
  person: (site: string, id: string): Key => ({ pk: `PERSON#${site}#${id}`, sk: 'PERSON' }),
  searchTerm: (site: string, term: string, person: string): Key => ({
    pk: `PEOPLE#${site}#${[...term].slice(0, fewestToFind(term)).join('')}`,
    sk: `${term}#${person}`,
  }),
  /** The key of the previous release, for terms that it folded. */
  formerSearchTerm: (site: string, term: string, person: string): Key => ({
    pk: `PEOPLE#${site}#${[...term].slice(0, 3).join('')}`,
    sk: `${term}#${person}`,
  }),
  idempotency: (site: string, scopeHash: string, key: string): Key => ({
    pk: `IDEMPOTENCY#${site}#${scopeHash}`,
    sk: key,
  }),
};

/** The site whose origins are stored under a key. */
export const siteOfOriginsKey = ({ sk }: Key): string => sk.slice(SITE_PREFIX.length);

/** The ids in an invitation's key. */
export function invitationKeyParts({ pk, sk }: Key): { site: string; room: string; id: string } {
  const [site = '', room = ''] = pk.slice(ROOM_PREFIX.length).split('#');
  return { site, room, id: sk.slice(INVITATION_PREFIX.length) };
}
