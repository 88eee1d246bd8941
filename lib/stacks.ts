import type { App } from 'aws-cdk-lib';
import { ApiStack } from './api-stack.ts';
import { DataStack } from './data-stack.ts';
import { EmailStack } from './email-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import { type Part, stackName } from './outputs.ts';
import type { StageSettings } from './settings.ts';
import { WebStack } from './web-stack.ts';

/** All stacks of a stage; each depends only on those before it. */
export function addStacks(app: App, settings: StageSettings) {
  const id = (part: Part) => stackName(settings.stage, part);
  const { region, account = process.env.CDK_DEFAULT_ACCOUNT } = settings;
  const env = { region, ...(account !== undefined && { account }) };
  // Protects data, queued mail and the service's address from being destroyed by mistake.
  const kept = { env, terminationProtection: true };
  const data = new DataStack(app, id('data'), { ...kept, settings });
  const email = new EmailStack(app, id('email'), { ...kept, settings, data });
  const web = new WebStack(app, id('web'), { ...kept, settings });
  const api = new ApiStack(app, id('api'), { env, settings, data, email, web });
  const operations = new OperationsStack(app, id('operations'), { env, settings, data, email, web, api });
  return { data, email, web, api, operations };
}
