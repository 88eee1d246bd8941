import { CfnOutput, type Stack } from 'aws-cdk-lib';

/** What the stacks are called, and what they tell: read by the stacks and by the commands for operators. */

const parts = ['data', 'email', 'web', 'api', 'operations'] as const;
export type Part = (typeof parts)[number];

export const stackName = (stage: string, part: Part): string => `roompass-${stage}-${part}`;

/** Outputs of the stacks; each is one of one stack only. None is a secret. */
export const outputs = [
  'TableName',
  'LinkKeysSecret',
  'TicketKeysSecret',
  'MailQueue',
  'MailFailures',
  'ChangeQueue',
  'ChangeFailures',
  'FeedbackQueue',
  'FeedbackFailures',
  'PublicOrigin',
  'DistributionDomain',
  'ApiUrl',
] as const;
export type Output = (typeof outputs)[number];

/** Makes outputs of a stack. */
export function tell(stack: Stack, values: Partial<Record<Output, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    new CfnOutput(stack, `${name}Output`, { value }).overrideLogicalId(name);
  }
}
