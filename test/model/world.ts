import type { Role } from '../../domain/role.ts';
import type { DeviceName, Person, RoomName, SiteSettings } from './steps.ts';

/** The contract's state in plain words and plain numbers (milliseconds); shares no code with what it checks. */

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
  wrong: { since: number; count: number };
  link: number;
  freshLink?: number | undefined;
  freshRequests: number[];
  delivery: { state: 'not_requested' | 'queued'; at: number };
};

/** A link that was ever given out; its place in the list is its name. */
export type Link = { room: RoomName; person: Person; life: number };
export type Ticket = { link: number; device: DeviceName; endsAt: number; bySiteLogin: boolean };

export class World {
  now: number;
  settings: SiteSettings = {
    enabled: true,
    mail: true,
    linkReusability: 1,
    linkDurationMinutes: 1440,
    allowed: [],
    blocked: [],
  };
  readonly rooms = new Map<RoomName, Room>();
  /** Lives that a room has had; a deletion ends one. */
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

/** The given moment, else the latest of generation + duration, session start + duration, session end. */
export function expiryOf(invitation: Invitation, room: Room): number {
  const { givenExpiry, generatedAt, linkMinutes } = invitation;
  const duration = linkMinutes * MINUTE;
  return givenExpiry ?? Math.max(generatedAt + duration, (room.startsAt ?? 0) + duration, room.endsAt ?? 0);
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
