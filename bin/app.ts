import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings } from '../lib/settings.ts';
import { addStacks } from '../lib/stacks.ts';

/** The CDK app: `npx cdk deploy --all --context stage=<stage>` takes its settings from `config/<stage>.json`. */
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
addStacks(app, readSettings(app.node.tryGetContext('stage') ?? 'example'));
Tags.of(app).add('service', 'roompass');
