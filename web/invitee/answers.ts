/** The API's answers to an invitee: the members that the page uses. */
export type Site = {
  name: string;
  logoUrl?: string | null;
  color?: string | null;
};

export type Room = {
  title: string;
  description?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  timeZone?: string | null;
  speakers?: { name: string; title?: string | null }[] | null;
};

type Visited = {
  known: boolean;
  now: string;
  locale: string;
  site: Site;
  room: Room;
  opensAt?: string;
  invitation?: { firstName: string; lastName: string; role: string };
};

export type Admission = {
  state: 'admitted';
  role: string;
  permissions: string[];
  joinUrl: string;
  ticket: string;
};

export type Answer = Visited & (Admission | { state: 'waiting' | 'lobby' | 'open' | 'ended' });

/** From when a waiting invitee may enter. An API of an earlier release has no early entry and no `opensAt`. */
export const opensAt = (answer: Answer): string | null | undefined => answer.opensAt ?? answer.room.startsAt;

/** A problem of RFC 9457, or the page's own `offline` or `unsupported`. */
export type Problem = {
  code: string;
  title?: string;
  detail?: string;
  attemptsLeft?: number;
  /** Of `link_used_on_another_device` and `too_many_attempts`: whether a fresh link can be mailed. */
  emailAvailable?: boolean;
  /** Of `link_used_on_another_device`: whom to ask if it cannot. */
  invitedBy?: string;
  locale?: string;
  site?: Site;
  /** Seconds, from the header Retry-After. */
  retryAfter?: number;
};

export type Reply = { answer: Answer } | { problem: Problem };

export type Ask = {
  email?: string;
  enter?: true;
};
