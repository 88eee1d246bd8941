import { randomUUID } from 'node:crypto';

const LIMIT = 1000;

export type Visit = {
  /** Absent for a launch without a session (LTI). */
  readonly ks?: string;
  readonly place: string;
  ejected: boolean;
};

export type Visits = {
  /** Takes the user's place in the room, and ejects the page that had it. @returns the id of the visit */
  enter(visitor: { room: string; userId: string; ks?: string }): string;
  find(id: string): Visit | undefined;
};

/** A room has one place per user. */
export function createVisits(): Visits {
  const visits = new Map<string, Visit>();
  return {
    enter: ({ room, userId, ...visitor }) => {
      const place = JSON.stringify([room, userId.toLowerCase()]);
      for (const visit of visits.values()) visit.ejected ||= visit.place === place;
      const id = randomUUID();
      visits.set(id, { ...visitor, place, ejected: false });
      const [oldest] = visits.keys();
      if (visits.size > LIMIT && oldest !== undefined) visits.delete(oldest);
      return id;
    },
    find: id => visits.get(id),
  };
}
