import type { Role } from '../../domain/role.ts';
import type { DeviceName, Person, RoomName, SiteSettings } from './steps.ts';

/** The contract's state in simple data (times in milliseconds). It shares no code with what it checks. */

export type Room = { life: number; startsAt?: number | undefined; endsAt?: number | undefined };

export type Invitation = {
  room: RoomName;
  person: Person;
  life: number;
  email: string;
  firstName: string;
  lastName: string;
  role: Role;
  generatedAt: number;
  linkMinutes: number;
  givenExpiry?: number | undefined;
  createdAt: number;
  updatedAt: number;
  revoked: boolean;
  devices: Set<DeviceName>;
  /** Count of wrong addresses by the link on which they were typed; `at` is the time of the last one. */
  wrong: Map<number, { at: number; count: number }>;
  link: number;
  freshLink?: number | undefined;
  freshRequests: number[];
  /** `link` is the one in the mail. */
  delivery: { state: 'not_requested' | 'queued' | 'sent'; at: number; link?: number };
};

/** A link that was given out; its index in the list identifies it. */
export type Link = { room: RoomName; person: Person; life: number };
/** `loginUntil`: when the site login ends that the ticket relies on. */
export type Ticket = {
  link: number;
  device: DeviceName;
  endsAt: number;
  loginUntil?: number | undefined;
};

export class World {
  now: number;
  settings: SiteSettings = {
    enabled: true,
    mail: true,
    linkReusability: 1,
    linkDurationMinutes: 1440,
    earlyEntryMinutes: { viewer: 0, speaker: 15, moderator: 15 },
    allowed: [],
    blocked: [],
  };
  readonly rooms = new Map<RoomName, Room>();
  /** How many lives a room has had; a deletion ends a life. */
  readonly lives = new Map<RoomName, number>();
  readonly invitations = new Map<string, Invitation>();
  readonly links: Link[] = [];
  readonly tickets: Ticket[] = [];

  constructor(now: number) {
    this.now = now;
  }

  of(room: RoomName, person: Person): Invitation | undefined {
    return this.invitations.get(`${room}/${person}`);
  }

  keep(invitation: Invitation): void {
    this.invitations.set(`${invitation.room}/${invitation.person}`, invitation);
  }

  newLink(link: Link): number {
    return this.links.push(link) - 1;
  }
}

const MINUTE = 60_000;

const DAY = 24 * 60 * MINUTE;
/**
 * How long after its generation a link may work (also: how far ahead a session may start), and an invitation is
 * kept.
 */
export const LONGEST_LIFE = 400 * DAY;
export const KEPT = 490 * DAY;

/**
 * The given expiry, otherwise the latest of generation + duration, session start + duration, session end; at most
 * 400 days after generation.
 */
export function expiryOf(invitation: Invitation, room: Room): number {
  const { givenExpiry, generatedAt, linkMinutes } = invitation;
  const duration = linkMinutes * MINUTE;
  const base =
    givenExpiry ?? Math.max(generatedAt + duration, (room.startsAt ?? 0) + duration, room.endsAt ?? 0);
  return Math.min(base, generatedAt + LONGEST_LIFE);
}

/** Start minus the early entry of the invitee's role; 0 if the room has no start. */
export function opensAt(
  { role }: Invitation,
  { startsAt }: Room,
  { earlyEntryMinutes }: SiteSettings,
): number {
  return startsAt === undefined ? 0 : startsAt - earlyEntryMinutes[role] * MINUTE;
}

export function statusOf(invitation: Invitation, room: Room, now: number): string {
  if (invitation.revoked) return 'revoked';
  if (now >= expiryOf(invitation, room)) return 'expired';
  return invitation.devices.size > 0 ? 'admitted' : 'pending';
}

export function isBlocked(email: string, { allowed, blocked }: SiteSettings): boolean {
  const domain = email.toLowerCase().split('@')[1] ?? '';
  const covers = (entry: string) => `.${domain}`.endsWith(`.${entry}`);
  return blocked.some(covers) || (allowed.length > 0 && !allowed.some(covers));
}
