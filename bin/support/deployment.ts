import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { type Output, outputs, stackName, type TellingPart } from '../../lib/outputs.ts';
import type { StageSettings } from '../../lib/settings.ts';

/** A deployed stage: where its parts are, and its name with account and region, as operators are told it. */
export type Deployment = { outputs: Record<Output, string>; place: string };

/**
 * Finds a deployed stage by the outputs of its stacks, and gives this process its region and the credentials that
 * the AWS CLI would take, so that the functions' own adapters work from here.
 * @throws Error in one line where there is no such stage, there are no credentials, or they are of another account
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
      `These credentials are of the account ${account}; config/${stage}.json says ${own}: use that account’s.`,
    );
  const told = parts.map((part, index) => outputsOf(stage, part, stacks[index]));
  return { outputs: Object.assign({}, ...told), place: `${stage} (account ${account}, ${region})` };
}

async function describe(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  return Stacks?.[0];
}

/** Of `arn:aws:cloudformation:<region>:<account>:stack/…`. */
const accountOf = (stackId: string | undefined): string | undefined => stackId?.split(':')[4];

function outputsOf(stage: string, part: TellingPart, stack: Stack | undefined): Record<string, string> {
  const found = Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
  const missing = outputs[part].filter(name => !found[name]);
  if (missing.length === 0) return found;
  const verb = `The stack ${stackName(stage, part)} does not tell ${missing.join(', ')}`;
  throw new Error(`${verb}: deploy the stage anew.`);
}
