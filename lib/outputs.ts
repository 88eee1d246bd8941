/** What the stacks are called, and what they tell: read by the stacks and by the commands for operators. */

export type Part = 'data' | 'email' | 'web' | 'api' | 'operations';

export const stackName = (stage: string, part: Part): string => `roompass-${stage}-${part}`;

/** Outputs, by their stack. None is a secret. */
export const outputs = {
  data: [
    'TableName',
    'LinkKeysSecret',
    'TicketKeysSecret',
    'MailQueue',
    'MailFailures',
    'ChangeQueue',
    'ChangeFailures',
  ],
  email: ['FeedbackQueue', 'FeedbackFailures'],
  web: ['PublicOrigin', 'DistributionDomain', 'ApiUrl'],
} as const satisfies Partial<Record<Part, string[]>>;

export type TellingPart = keyof typeof outputs;
export type Output = (typeof outputs)[TellingPart][number];
