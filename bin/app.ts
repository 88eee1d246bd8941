import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { onlyStage, readSettings } from '../lib/settings.ts';
import { addStacks } from '../lib/stacks.ts';
import { runCommand } from './support/run-command.ts';

/**
 * The CDK app: `npx cdk deploy --all` takes its settings from the only file in `config/` beside the example, or, with
 * `--context stage=<stage>`, from `config/<stage>.json`.
 */
await runCommand(async () => {
  const app = new App();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  addStacks(app, readSettings(app.node.tryGetContext('stage') ?? onlyStage()));
  Tags.of(app).add('service', 'roompass');
});
