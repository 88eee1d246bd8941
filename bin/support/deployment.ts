import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { type Output, outputs, stackName, type TellingPart } from '../../lib/outputs.ts';
import type { StageSettings } from '../../lib/settings.ts';

/** A deployed stage: the outputs of its stacks, and its name with account and region for the operator. */
export type Deployment = { outputs: Record<Output, string>; place: string };

/**
 * Finds a deployed stage by the outputs of its stacks. It sets this process's region, and the credentials that the
 * AWS CLI would use, so that the functions' own adapters work here.
 * @throws Error of one line if there is no such stage, there are no credentials, or they belong to another account
 */
export async function openDeployment({ stage, region, account: own }: StageSettings): Promise<Deployment> {
  const credentials = await fromNodeProviderChain()();
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
  });
  const client = new CloudFormationClient({ region, credentials });
  const parts = Object.keys(outputs) as TellingPart[];
  const stacks = await Promise.all(parts.map(part => describe(client, stackName(stage, part))));
  const account = accountOf(stacks[0]?.StackId);
  if (own !== undefined && own !== account)
    throw new Error(
      `The credentials belong to account ${account}, but config/${stage}.json says ${own}: use credentials of that account.`,
    );
  const told = parts.map((part, index) => outputsOf(stage, part, stacks[index]));
  return { outputs: Object.assign({}, ...told), place: `${stage} (account ${account}, ${region})` };
}

async function describe(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0];
}

/** The account in `arn:aws:cloudformation:<region>:<account>:stack/…`. */
const accountOf = (stackId: string | undefined): string | undefined => stackId?.split(':')[4];

function outputsOf(stage: string, part: TellingPart, stack: Stack | undefined): Record<string, string> {
  const found = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
  const missing = outputs[part].filter(name => !found[name]);
  if (missing.length === 0) return found;
  const verb = `The stack ${stackName(stage, part)} has no output ${missing.join(', ')}`;
  throw new Error(`${verb}: deploy the stage again.`);
}
