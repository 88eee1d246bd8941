import type { Invitation } from './invitation.ts';
import { type Letter, mailVariables } from './mail-variables.ts';
import { type Role, roles } from './role.ts';
import type { RoomDetails } from './room.ts';
import type { MailVariables } from './template.ts';
import { after, type Instant, minutes } from './time.ts';

/** The link in a sample mail. The template check searches the rendered mail for it. */
export const SAMPLE_LINK = 'https://rooms.example.edu/i#a-sample-of-a-link';

export const sessionKinds = ['planned', 'open', 'over', 'without_a_time'] as const;
export type SessionKind = (typeof sessionKinds)[number];

const START: Record<SessionKind, number | undefined> = {
  planned: minutes(24 * 60),
  open: -minutes(15),
  over: -minutes(24 * 60),
  without_a_time: undefined,
};

/** The optional values of a room or a site that a sample mail omits. */
type Omission = 'description' | 'endsAt' | 'earlyEntry';
export type SampleCase = { role: Role; kind: SessionKind; without?: readonly Omission[] };
type Wanted = Pick<Letter, 'locale' | 'roles' | 'qrCode' | 'settings'> & SampleCase;

/** The values of a sample mail, to render a template with. */
export function sampleVariables(
  { role, kind, without = [], settings: all, ...letter }: Wanted,
  now: Instant,
): MailVariables {
  const invitation = sampleInvitation(role, letter.locale, now);
  const { description, endsAt, ...room } = sampleRoom(kind, now);
  const rest = {
    ...(!without.includes('description') && { description }),
    ...(!without.includes('endsAt') && { endsAt }),
  };
  const settings = without.includes('earlyEntry') ? { ...all, inviteToMedia: NO_EARLY_ENTRY } : all;
  const sample = { ...letter, settings, link: SAMPLE_LINK, invitation, room: { ...room, ...rest } };
  return mailVariables(sample, now);
}

const NO_EARLY_ENTRY = { earlyEntryMinutes: { viewer: 0, speaker: 0, moderator: 0 } };

const ofARoom: Omission[][] = [[], ['description'], ['endsAt'], ['description', 'endsAt']];
/** Early entry matters only before the session. */
const omissionsOf = (kind: SessionKind): Omission[][] =>
  kind === 'planned' ? [...ofARoom, ...ofARoom.map(each => [...each, 'earlyEntry' as const])] : ofARoom;

/** Every case in which a template may be used: each role and kind of session, with and without optional values. */
export const sampleCases: SampleCase[] = roles.flatMap(role =>
  sessionKinds.flatMap(kind => omissionsOf(kind).map(without => ({ role, kind, without }))),
);

function sampleRoom(kind: SessionKind, now: Instant): RoomDetails {
  const start = START[kind];
  return {
    title: 'Cell biology, live',
    description: 'A guest lecture on the inner life of cells, with questions at any time.',
    timeZone: 'Europe/London',
    ownerId: 'olivia',
    chatAndCollaboration: true,
    ...(start !== undefined && { startsAt: after(now, start) }),
    endsAt: after(now, (start ?? 0) + minutes(90)),
  };
}

function sampleInvitation(role: Role, locale: string, now: Instant): Invitation {
  const inviter = { id: 'olivia', name: 'Olivia Owner' };
  return {
    site: 'sample',
    room: 'sample',
    id: 'sample',
    generation: 0,
    email: 'ada@example.edu',
    firstName: 'Ada',
    lastName: 'Byron',
    role,
    locale,
    linkId: 'sample',
    keyId: '0',
    firstLinkId: 'sample',
    generatedAt: now,
    linkDurationMinutes: 1440,
    createdAt: now,
    createdBy: inviter,
    updatedAt: now,
    changedBy: inviter,
    devices: {},
    delivery: { state: 'queued', at: now },
  };
}
