import type { Role } from '../../domain/role.ts';

/** The steps of a history. Times are relative to the history's clock, links and tickets to the newest one. */

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
/** Minutes from the history's clock. */
export type Session = { startsIn?: number; endsIn?: number };
export type SiteSettings = {
  enabled: boolean;
  mail: boolean;
  linkReusability: number;
  linkDurationMinutes: number;
  earlyEntryMinutes: Record<Role, number>;
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
  | (Invited & { do: 'mail' })
  | { do: 'list'; room: RoomName; by: Manager }
  | {
      do: 'redeem';
      link: number;
      device: DeviceName;
      typed: Typed;
      login: Login;
      /** Milliseconds until the login's token expires. */
      loginLasts: number;
      enter: boolean;
    }
  | { do: 'session'; ticket: number; stolen: boolean }
  | { do: 'requestLink'; link: number }
  | { do: 'putRoom'; room: RoomName; session: Session }
  | { do: 'deleteRoom'; room: RoomName }
  | { do: 'set'; settings: Partial<SiteSettings> }
  | { do: 'forget' }
  | { do: 'wait'; seconds: number };

/** The typed e-mail: none, the invited address, the same address spelt differently, or another text. */
export type Typed = 'nothing' | 'right' | 'shouted' | 'wrong' | 'garbled';
/** The login in the request: none, the invitee's, another person's, or one of another site. */
export type Login = 'none' | 'invited' | 'somebody' | 'foreign';
