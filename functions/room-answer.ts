import type { Room } from '../domain/room.ts';

/** A room as it is shown: the site and the count of its lives are nobody's business. */
export function roomAnswer({ site: _site, generation: _generation, ...shown }: Room) {
  return shown;
}
