import type { Need } from './route.ts';

/**
 * Functions that run without a caller. Like a route, each lives in a file with its name. Each has a queue with a
 * dead-letter queue: SQS delivers a message at most `receives` times before it moves it there.
 */
export const triggers = {
  /** Reads writes to invitations and rooms from the table's stream, and retries from the change queue those that failed. */
  recordChanges: {
    needs: ['BatchWriteItem HISTORY', 'UpdateItem COUNT', 'mail queue', 'session queue', 'change queue'],
    receives: 5,
  },
  /** Reads the mail queue. */
  deliverEmail: {
    needs: [
      'BatchGetItem ROOM',
      'BatchGetItem SETTINGS',
      'BatchGetItem TRUST',
      'GetItem SUPPRESSED',
      'UpdateItem LINK',
      'UpdateItem MAIL',
      'UpdateItem COUNT',
      'link keys',
      'id key',
      'unsubscribe key',
      'templates',
      'mail',
      'mail delay',
    ],
    // With the back-off, about four days of retries.
    receives: 100,
  },
  /** Reads the session queue. */
  endSessions: {
    needs: [
      'BatchGetItem SETTINGS',
      'BatchGetItem TRUST',
      'Query INVITATION',
      'kaltura secrets',
      'session queue',
      'session delay',
    ],
    // SQS allows no more. The back-off takes about 840 in a day; then the sessions have expired, and it gives up.
    receives: 1000,
  },
  /** Reads the room queue: rooms from Kaltura whose invitees came more than a minute after the last reading. */
  refreshRoom: {
    needs: [
      'BatchGetItem SETTINGS',
      'BatchGetItem TRUST',
      'GetItem ROOM',
      'UpdateItem ENTRY',
      'kaltura app tokens',
    ],
    // Only a message that cannot be processed is retried.
    receives: 3,
  },
  /** Reads SES's events about the mails. */
  recordDelivery: {
    needs: ['BatchGetItem ROOM', 'UpdateItem LINK', 'UpdateItem SUPPRESSED', 'id key'],
    receives: 50,
  },
} as const satisfies Record<string, { needs: readonly Need[]; receives: number }>;

/** Functions that a deploy runs. Each is a custom resource, and lives in a file with its name. */
export const provisioners = {
  /** Makes the keys that the stage lacks. */
  makeKeys: { needs: ['new keys'] },
  /** Makes the header by which the gateway recognises requests that came through CloudFront. */
  makeOriginHeader: { needs: ['origin key'] },
  /** Puts the default mail templates of every site in place, if they are missing or were never edited. */
  seedTemplates: { needs: ['Query ORIGINS', 'UpdateItem TEMPLATE', 'templates', 'template changes'] },
  /** Copies the pages into their bucket. */
  publishPages: { needs: ['pages'] },
} as const satisfies Record<string, { needs: readonly Need[] }>;

/** Functions that the gateway calls before a request reaches its route. Each lives in a file with its name. */
export const authorizers = {
  /** Accepts requests that came through CloudFront. */
  checkOrigin: { needs: [] },
} as const satisfies Record<string, { needs: readonly Need[] }>;
