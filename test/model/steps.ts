import type { Role } from '../../domain/role.ts';

/** What can happen in a history. Everything is relative to where the history stands: times to its now, links to the newest. */

export const roomNames = ['hall', 'attic'] as const;
export type RoomName = (typeof roomNames)[number];

export const people = {
  ada: { email: 'Ada@Example.edu', firstName: 'Ada', lastName: 'Byron' },
  bo: { email: 'bo+live@mail.example.org', firstName: 'Bo', lastName: 'Ek' },
  cy: { email: 'cy@other.test', firstName: 'Cy', lastName: 'Ng' },
} as const;
export type Person = keyof typeof people;
export const personNames = Object.keys(people) as Person[];

export const deviceNames = ['phone', 'laptop', 'tablet', 'kiosk'] as const;
export type DeviceName = (typeof deviceNames)[number];

export type Manager = 'owner' | 'stranger' | 'administrator';
/** Minutes from the history's now. */
export type Session = { startsIn?: number; endsIn?: number };
export type SiteSettings = {
  enabled: boolean;
  mail: boolean;
  linkReusability: number;
  linkDurationMinutes: number;
  allowed: string[];
  blocked: string[];
};

type Invited = { room: RoomName; person: Person };
type Managed = Invited & { by: Manager };

export type Step =
  | (Managed & {
      do: 'generate';
      role: Role;
      sendEmail: boolean;
      expiresIn?: number | undefined;
      shout: boolean;
    })
  | (Managed & { do: 'promote'; role: Role })
  | (Managed & { do: 'change'; lastName: string; expiresIn?: number | undefined })
  | (Managed & { do: 'look' | 'copy' | 'revoke' | 'resend' })
  | { do: 'list'; room: RoomName; by: Manager }
  | { do: 'redeem'; link: number; device: DeviceName; typed: Typed; login: Login; enter: boolean }
  | { do: 'session'; ticket: number; stolen: boolean }
  | { do: 'requestLink'; link: number }
  | { do: 'putRoom'; room: RoomName; session: Session }
  | { do: 'deleteRoom'; room: RoomName }
  | { do: 'set'; settings: Partial<SiteSettings> }
  | { do: 'forget' }
  | { do: 'wait'; seconds: number };

/** What is typed as e-mail: nothing, the invited address, the same written otherwise, or something else. */
export type Typed = 'nothing' | 'right' | 'shouted' | 'wrong' | 'garbled';
/** Whose login comes along: none, the invited person's, somebody else's, or one of another site. */
export type Login = 'none' | 'invited' | 'somebody' | 'foreign';
