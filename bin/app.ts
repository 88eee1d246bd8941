import { App, Tags } from 'aws-cdk-lib';
import { ApiStack } from '../lib/api-stack.ts';
import { DataStack } from '../lib/data-stack.ts';
import { readSettings } from '../lib/settings.ts';

/** The CDK app: `npx cdk deploy --all --context stage=<stage>` takes its settings from `config/<stage>.json`. */
const app = new App();
const settings = readSettings(app.node.tryGetContext('stage') ?? 'example');
const data = new DataStack(app, `roompass-${settings.stage}-data`, {});
new ApiStack(app, `roompass-${settings.stage}-api`, { data, settings });
Tags.of(app).add('service', 'roompass');
