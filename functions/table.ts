/** The table's shape and keys. Free of any SDK: read by the functions and by the stacks. */
export const table = { partitionKey: 'pk', sortKey: 'sk', ttlAttribute: 'ttl' } as const;

export type Key = { pk: string; sk: string };

export const INVITATION_PREFIX = 'INVITATION#';
const ROOM_PREFIX = 'ROOM#';
const SITE_PREFIX = 'SITE#';

type HistoryOwner = { site: string; room: string; generation: number; id: string };

export const keys = {
  settings: (site: string): Key => ({ pk: `${SITE_PREFIX}${site}`, sk: 'SETTINGS' }),
  trust: (site: string): Key => ({ pk: `${SITE_PREFIX}${site}`, sk: 'TRUST' }),
  issuer: (issuer: string): Key => ({ pk: `ISSUER#${issuer}`, sk: 'SITE' }),
  origins: (site: string): Key => ({ pk: 'ORIGINS', sk: `${SITE_PREFIX}${site}` }),
  room: (site: string, room: string): Key => ({ pk: `${ROOM_PREFIX}${site}#${room}`, sk: 'ROOM' }),
  invitation: (site: string, room: string, id: string): Key => ({
    pk: `${ROOM_PREFIX}${site}#${room}`,
    sk: `${INVITATION_PREFIX}${id}`,
  }),
  /** An invitation's history begins anew with each life of its room. */
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
  dailyTestMails: (site: string, addressHash: string, day: string): Key => ({
    pk: `COUNT#${site}#MAIL#${addressHash}`,
    sk: `TESTS#${day}`,
  }),
  /** Which mailer has a mail, and until when. */
  mailClaim: (site: string, mail: string): Key => ({ pk: `MAIL#${site}#${mail}`, sk: 'CLAIM' }),
  /** Who may save a mail template, and until when. */
  templateLease: (site: string, name: string, locale: string): Key => ({
    pk: `TEMPLATE#${site}`,
    sk: `${name}#${locale}`,
  }),
  suppression: (site: string, address: string): Key => ({ pk: `SUPPRESSED#${site}`, sk: address }),
  person: (site: string, id: string): Key => ({ pk: `PERSON#${site}#${id}`, sk: 'PERSON' }),
  searchTerm: (site: string, term: string, person: string): Key => ({
    pk: `PEOPLE#${site}#${[...term].slice(0, 3).join('')}`,
    sk: `${term}#${person}`,
  }),
  idempotency: (site: string, scopeHash: string, key: string): Key => ({
    pk: `IDEMPOTENCY#${site}#${scopeHash}`,
    sk: key,
  }),
};

/** The site whose origins stand under a key. */
export const siteOfOriginsKey = ({ sk }: Key): string => sk.slice(SITE_PREFIX.length);

/** The ids that an invitation's key is made of. */
export function invitationKeyParts({ pk, sk }: Key): { site: string; room: string; id: string } {
  const [site = '', room = ''] = pk.slice(ROOM_PREFIX.length).split('#');
  return { site, room, id: sk.slice(INVITATION_PREFIX.length) };
}
