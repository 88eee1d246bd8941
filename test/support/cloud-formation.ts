import { type Output, outputs } from '../../lib/outputs.ts';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';

/** The account of the stacks. */
export const ACCOUNT = '210987654321';

/** Answers every DescribeStacks with one stack that has all outputs, except those given as undefined. */
export function startCloudFormation(
  values: Partial<Record<Output, string | undefined>>,
): Promise<LoopbackServer> {
  const names = Object.values(outputs).flat();
  const told = Object.entries({ ...Object.fromEntries(names.map(name => [name, 'other'])), ...values });
  const members = told
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
  const id = `arn:aws:cloudformation:eu-central-1:${ACCOUNT}:stack/any/1`;
  const stack = `<StackId>${id}</StackId><StackName>any</StackName><Outputs>${members.join('')}</Outputs>`;
  const answer = `<DescribeStacksResponse><DescribeStacksResult><Stacks><member>${stack}</member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
  return listenOnLoopback((_, response) => response.end(answer));
}
