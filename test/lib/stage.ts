import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { stageSettingsSchema } from '../../lib/settings.ts';
import { addStacks } from '../../lib/stacks.ts';

const settings = stageSettingsSchema.parse({
  stage: 'test',
  region: 'eu-central-1',
  sender: { domain: 'rooms.example.edu', address: 'invitations@rooms.example.edu' },
});

/** All stacks of a stage. Without bundling, which `npm run synth` shows; here it would only take time. */
export const stacksOf = (changes: Partial<typeof settings> = {}) =>
  addStacks(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), { ...settings, ...changes });

export type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
};

/** The resources of a stack's template, by logical id. */
export const resourcesOf = (stack: Stack): Record<string, Resource> =>
  Template.fromStack(stack).toJSON().Resources;
