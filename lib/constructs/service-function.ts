import type { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { fileOf } from '../../functions/contract.ts';
import type { Variable } from '../../functions/environment.ts';
import type { Need } from '../../functions/route.ts';
import type { DataStack } from '../data-stack.ts';
import type { StageSettings } from '../settings.ts';

export type Surroundings = { data: DataStack; settings: StageSettings };

type Props = Surroundings & { name: string; needs: Need[]; timeout: Duration };

/** The Lambda function of a route or a trigger: what it needs is granted to it and told to it in one place. */
export class ServiceFunction extends NodejsFunction {
  readonly #surroundings: Surroundings;

  constructor(scope: Construct, id: string, { name, needs, timeout, ...surroundings }: Props) {
    super(scope, id, {
      entry: new URL(`../../functions/${fileOf(name)}.ts`, import.meta.url).pathname,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
      timeout,
      bundling: {
        minify: true,
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        // The SDK is bundled: that starts faster than the runtime's own, and is the version that was tested.
        externalModules: [],
        banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
      },
    });
    this.#surroundings = surroundings;
    this.#tell('TABLE_NAME', surroundings.data.table.tableName);
    this.#tell('PUBLIC_ORIGINS', surroundings.settings.publicOrigins.join(','));
    for (const need of needs) this.#meet(need);
  }

  #meet(need: Need): void {
    const { data, settings } = this.#surroundings;
    switch (need) {
      case 'link keys':
        data.linkKeys.grantRead(this);
        this.#tell('LINK_KEYS_SECRET', data.linkKeys.secretArn);
        break;
      case 'ticket keys':
        data.ticketKeys.grantRead(this);
        this.#tell('TICKET_KEYS_SECRET', data.ticketKeys.secretArn);
        break;
      case 'mail queue':
        this.#allow(data.mailQueue.queueArn, 'sqs:SendMessage');
        this.#tell('MAIL_QUEUE_URL', data.mailQueue.queueUrl);
        break;
      case 'mail':
        this.#allow(this.#sesArn('identity', '*'), 'ses:SendEmail');
        this.#allow(this.#sesArn('template', `${settings.stage}_*`), 'ses:SendEmail', 'ses:GetEmailTemplate');
        this.#tell('MAIL_SENDER', settings.mailSender);
        this.#tell('STAGE', settings.stage);
        break;
      default:
        this.#allow(data.table.tableArn, `dynamodb:${need}`);
    }
  }

  #sesArn(resource: string, resourceName: string): string {
    return this.stack.formatArn({ service: 'ses', resource, resourceName });
  }

  #allow(resource: string, ...actions: string[]): void {
    this.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions, resources: [resource] }));
  }

  #tell(variable: Variable, value: string): void {
    this.addEnvironment(variable, value);
  }
}
