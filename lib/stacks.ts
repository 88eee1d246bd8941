import type { App } from 'aws-cdk-lib';
import { ApiStack } from './api-stack.ts';
import { DataStack } from './data-stack.ts';
import { EmailStack } from './email-stack.ts';
import { OperationsStack } from './operations-stack.ts';
import type { StageSettings } from './settings.ts';
import { type Part, stackName } from './stack-names.ts';
import { WebStack } from './web-stack.ts';

/** All stacks of a stage; each knows only those before it. */
export function addStacks(app: App, settings: StageSettings) {
  const id = (part: Part) => stackName(settings.stage, part);
  const { region } = settings;
  const env = {
    region,
    ...(process.env.CDK_DEFAULT_ACCOUNT && { account: process.env.CDK_DEFAULT_ACCOUNT }),
  };
  const data = new DataStack(app, id('data'), { env, settings });
  const email = new EmailStack(app, id('email'), { env, settings, data });
  const web = new WebStack(app, id('web'), { env, settings });
  const api = new ApiStack(app, id('api'), { env, settings, data, email, web });
  const operations = new OperationsStack(app, id('operations'), { env, settings, data, email, web, api });
  return { data, email, web, api, operations };
}
