import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readSettings, settingsFile, stageMeant } from '../lib/settings.ts';
import { addStacks } from '../lib/stacks.ts';
import { runCommand } from './support/run-command.ts';

/**
 * The CDK app: `npx cdk deploy --all` takes its settings from the only file in `config/` besides the example, or,
 * with `--context stage=<stage>`, from `config/<stage>.json`. `npm run synth` uses the example if there is no other.
 */
await runCommand(async () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stage = app.node.tryGetContext('stage') ?? stageMeant(app.node.tryGetContext('otherwise'));
  console.error(`Stage ${stage}, from ${settingsFile(stage)}`);
  addStacks(app, readSettings(stage));
  Tags.of(app).add('service', 'roompass');
});
