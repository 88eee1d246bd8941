import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { outputs, TellingPart } from '../outputs.ts';

/** Makes a stack tell what `lib/outputs.ts` says it tells. */
export function addOutputs<P extends TellingPart>(
  stack: Stack,
  values: Record<(typeof outputs)[P][number], string>,
): void {
  for (const [name, value] of Object.entries<string>(values)) {
    new CfnOutput(stack, `${name}Output`, { value }).overrideLogicalId(name);
  }
}
