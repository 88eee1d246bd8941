import type { Actor } from '../../domain/person.ts';

/** The actor in the history of an invitation that an operators' command changed. */
export const OPERATIONS: Actor = { id: 'operations', name: 'Operations' };
