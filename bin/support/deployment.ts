import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { readSettings } from '../../lib/settings.ts';
import { type Output, outputs, stackName } from '../../lib/stack-names.ts';

/** Where the parts of a deployed stage are. */
export type Deployment = Record<Output, string>;

const STACKS_THAT_TELL = ['data', 'email', 'web'] as const;

/**
 * Finds a deployed stage by the outputs of its stacks, and gives this process its region and the credentials that
 * the AWS CLI would take, so that the functions' own adapters work from here.
 * @throws Error, in one line, where there is no such stage, or no credentials
 */
export async function openDeployment(stage: string): Promise<Deployment> {
  const { region } = readSettings(stage);
  const credentials = await fromNodeProviderChain()();
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
  });
  const client = new CloudFormationClient({ region, credentials });
  const told = STACKS_THAT_TELL.map(async part => {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName(stage, part) }));
    return (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]);
  });
  const found = Object.fromEntries((await Promise.all(told)).flat());
  const missing = outputs.filter(name => found[name] === undefined);
  if (missing.length > 0)
    throw new Error(`The stacks of ${stage} do not tell ${missing.join(', ')}: deploy the stage anew.`);
  return found;
}
