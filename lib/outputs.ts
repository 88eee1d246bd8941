/** The names of the stacks and of their outputs, for the stacks and for the operators' commands. */

export type Part = 'data' | 'email' | 'web' | 'api' | 'operations';

export const stackName = (stage: string, part: Part): string => `roompass-${stage}-${part}`;

/** Outputs by stack. None is a secret. */
export const outputs = {
  data: [
    'TableName',
    'LinkKeysSecret',
    'TicketKeysSecret',
    'IdKeySecret',
    'UnsubscribeKeySecret',
    'MailQueue',
    'MailFailures',
    'ChangeQueue',
    'ChangeFailures',
    'RoomQueue',
    'RoomFailures',
    'SessionQueue',
    'SessionFailures',
  ],
  email: ['FeedbackQueue', 'FeedbackFailures'],
  web: ['PublicOrigin', 'DistributionDomain', 'ApiUrl'],
} as const satisfies Partial<Record<Part, string[]>>;

export type TellingPart = keyof typeof outputs;
export type Output = (typeof outputs)[TellingPart][number];
