/** What the API tells an invitee, as far as the page shows it. */
export interface Site {
  name: string;
  logoUrl?: string | null;
  color?: string | null;
}

export interface Room {
  title: string;
  description?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  timeZone?: string | null;
  speakers?: { name: string; title?: string | null }[] | null;
}

interface Visited {
  known: boolean;
  now: string;
  locale: string;
  site: Site;
  room: Room;
  invitation?: { firstName: string; lastName: string };
}

export interface Admission {
  state: 'admitted';
  role: string;
  permissions: string[];
  joinUrl: string;
  ticket: string;
}

export type Answer = Visited & (Admission | { state: 'waiting' | 'lobby' | 'open' | 'ended' });

/** RFC 9457, and the page's own `offline` and `unsupported`. */
export interface Problem {
  code: string;
  title?: string;
  detail?: string;
  attemptsLeft?: number;
  /** Of `link_used_on_another_device`: whether a new link can be mailed, and whom to ask where it cannot. */
  emailAvailable?: boolean;
  invitedBy?: string;
  locale?: string;
  site?: Site;
  /** Seconds, of the header Retry-After. */
  retryAfter?: number;
}

export type Reply = { answer: Answer } | { problem: Problem };

export interface Ask {
  email?: string;
  enter?: true;
}
