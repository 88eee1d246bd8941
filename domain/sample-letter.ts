import type { Invitation } from './invitation.ts';
import { type Letter, mailVariables } from './letter.ts';
import { type Role, roles } from './role.ts';
import type { RoomDetails } from './room.ts';
import type { MailVariables } from './template.ts';
import { after, type Instant, minutes } from './time.ts';

/** The link of a made-up mail, by which it is found again. */
export const SAMPLE_LINK = 'https://rooms.example.edu/i#a-sample-of-a-link';

export const sessionKinds = ['planned', 'open', 'over', 'without_a_time'] as const;
export type SessionKind = (typeof sessionKinds)[number];

const START: Record<SessionKind, number | undefined> = {
  planned: minutes(24 * 60),
  open: -minutes(15),
  over: -minutes(24 * 60),
  without_a_time: undefined,
};

/** What a room may be without. */
type Omission = 'description' | 'endsAt';
export type SampleCase = { role: Role; kind: SessionKind; without?: readonly Omission[] };
type Wanted = Pick<Letter, 'locale' | 'roles' | 'qrCode' | 'settings'> & SampleCase;

/** The values of a made-up mail, to show a template with. */
export function sampleVariables(
  { role, kind, without = [], ...letter }: Wanted,
  now: Instant,
): MailVariables {
  const invitation = sampleInvitation(role, letter.locale, now);
  const { description, endsAt, ...room } = sampleRoom(kind, now);
  const rest = {
    ...(!without.includes('description') && { description }),
    ...(!without.includes('endsAt') && { endsAt }),
  };
  return mailVariables({ ...letter, link: SAMPLE_LINK, invitation, room: { ...room, ...rest } }, now);
}

const omissions: Omission[][] = [[], ['description'], ['endsAt'], ['description', 'endsAt']];

/** Every case in which a template may be used: each role, each kind of session, whatever the room may be without. */
export const sampleCases: SampleCase[] = roles.flatMap(role =>
  sessionKinds.flatMap(kind => omissions.map(without => ({ role, kind, without }))),
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
