import type { Need } from './contract/route.ts';

/**
 * What happens without a caller; each lives in a file of its name, like a route, and has a queue of what it is to do,
 * where a message is tried as often as `receives` says before it goes to the queue's failures.
 */
export const triggers = {
  /** The table's stream, and what of it could not be followed at once: writes and changes of invitations. */
  recordChanges: { needs: ['PutItem', 'UpdateItem', 'mail queue', 'change queue'], receives: 5 },
  /** The mail queue. */
  deliverEmail: {
    needs: ['BatchGetItem', 'GetItem', 'Query', 'UpdateItem', 'link keys', 'templates', 'mail', 'mail delay'],
    // With its back-off four days.
    receives: 100,
  },
  /** What SES says of the mails it was given. */
  recordDelivery: { needs: ['BatchGetItem', 'UpdateItem', 'link keys'], receives: 50 },
} as const satisfies Record<string, { needs: readonly Need[]; receives: number }>;

/** What a deploy runs; each is a custom resource, and lives in a file of its name. */
export const provisioners = {
  /** The keys of links and tickets, where there are none yet. */
  makeKeys: { needs: ['new keys'] },
  /** The default mail templates of every site, where they are absent or as they were seeded. */
  seedTemplates: { needs: ['Query', 'UpdateItem', 'templates', 'template changes'] },
  /** The pages, into their bucket. */
  publishPages: { needs: ['pages'] },
} as const satisfies Record<string, { needs: readonly Need[] }>;
