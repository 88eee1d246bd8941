import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { outputs, TellingPart } from '../outputs.ts';

/** Adds the outputs to a stack that `lib/outputs.ts` lists for it. */
export function addOutputs<P extends TellingPart>(
  stack: Stack,
  values: Record<(typeof outputs)[P][number], string>,
): void {
  for (const [name, value] of Object.entries<string>(values)) {
    new CfnOutput(stack, `${name}Output`, { value }).overrideLogicalId(name);
  }
}
