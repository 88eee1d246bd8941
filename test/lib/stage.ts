import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { stageSettingsSchema } from '../../lib/settings.ts';
import { addStacks } from '../../lib/stacks.ts';
import type { Statement } from '../support/policies.ts';

/** The settings of a stage that sets only what it must. */
export const settings = stageSettingsSchema.parse({
  stage: 'test',
  region: 'eu-central-1',
  sender: { domain: 'rooms.example.edu', address: 'invitations@rooms.example.edu' },
});

/** All stacks of a stage, without bundling: it takes time, and `npm run synth` covers it. */
export const stacksOf = (changes: Partial<typeof settings> = {}) =>
  addStacks(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), { ...settings, ...changes });

export type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
};

/** The policy statements of a function's role. */
export function statementsOf(name: string, stacks: Stack[]): Statement[] {
  const policies = stacks
    .flatMap(stack => Object.entries(resourcesOf(stack)))
    .filter(([id]) => new RegExp(`^${name}RoleDefaultPolicy[0-9A-F]{8}$`).test(id))
    .map(([, { Properties }]) => Properties.PolicyDocument as { Statement: Statement[] });
  return policies.flatMap(({ Statement }) => Statement);
}

/** The resources of a stack's template, by logical id. */
export const resourcesOf = (stack: Stack): Record<string, Resource> =>
  Template.fromStack(stack).toJSON().Resources;
