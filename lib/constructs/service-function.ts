import { fileURLToPath } from 'node:url';
import { type CfnResource, type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Need } from '../../functions/contract/route.ts';
import { fileOf } from '../../functions/contract.ts';
import type { Variable } from '../../functions/environment.ts';
import type { StageSettings } from '../settings.ts';
import type { Allowance, Provisions } from './provision.ts';

type Props = {
  settings: StageSettings;
  needs: readonly Need[];
  /** What the stacks have for these needs, and perhaps for others. */
  provisions: Provisions;
  environment?: Partial<Record<Variable, string>>;
  timeout: Duration;
  /** How many may run at once; without it as many as the account allows. */
  atOnce?: number | undefined;
  /** Shell commands that put further files beside the bundle; they run in the project's folder. */
  bringAlong?: (outputFolder: string) => string[];
};

/** The Lambda function of a route, a trigger or a deploy: what it needs is granted to it and told to it, and nothing else. */
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, name: string, props: Props) {
    const { settings, needs, provisions, timeout, atOnce, bringAlong = () => [] } = props;
    const logGroup = new LogGroup(scope, `${name}Logs`, {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${name}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    super(scope, name, {
      entry: pathOf(fileOf(name)),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
      timeout,
      ...(atOnce !== undefined && { reservedConcurrentExecutions: atOnce }),
      role,
      logGroup,
      // START, END and REPORT of each call would cost more than the function's own lines; its errors are still said.
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: Tracing.ACTIVE,
      environment: { STAGE: settings.stage, ...props.environment },
      bundling: {
        minify: true,
        format: OutputFormat.ESM,
        target: 'node24',
        mainFields: ['module', 'main'],
        // The SDK is bundled: that starts faster than the runtime's own, and is the version that was tested.
        externalModules: [],
        esbuildArgs: { '--alias:@aws-sdk/credential-provider-node': pathOf('adapters/no-credential-chain') },
        banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
        commandHooks: {
          beforeInstall: () => [],
          beforeBundling: () => [],
          afterBundling: (_, outputFolder) => bringAlong(outputFolder),
        },
      },
    });
    this.#allow({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resource: logGroup.logGroupArn });
    for (const need of needs) this.#meet(need, provisions);
    Validations.of(role).acknowledge({
      id: wildcardRule('*'),
      reason: 'X-Ray has no resources to name: xray:PutTraceSegments, xray:PutTelemetryRecords.',
    });
    // CDK names the role too, which the function's own reference to it already says.
    const policy = role.node.findChild('DefaultPolicy').node.defaultChild as CfnResource;
    (this.node.defaultChild as CfnResource).addOverride('DependsOn', [this.stack.resolve(policy.logicalId)]);
  }

  #meet(need: Need, provisions: Provisions): void {
    const provision = provisions[need];
    if (provision === undefined)
      throw new Error(`${this.node.path} needs "${need}", which no stack provides.`);
    for (const allowance of provision.allow) this.#allow(allowance);
    for (const [variable, value] of Object.entries(provision.environment))
      this.addEnvironment(variable, value);
  }

  #allow({ actions, resource, conditions, wildcardReason: reason }: Allowance): void {
    const statement = { actions, resources: [resource], ...(conditions && { conditions }) };
    this.addToRolePolicy(new PolicyStatement(statement));
    if (reason === undefined) return;
    const id = wildcardRule(shown(this.stack.resolve(resource)));
    Validations.of(this.role as Role).acknowledge({ id, reason });
  }

  /** Changes whenever the function's code does. */
  get codeVersion(): string {
    const { code } = this.node.defaultChild as CfnFunction;
    return (code as CfnFunction.CodeProperty).s3Key ?? '';
  }
}

const pathOf = (file: string): string =>
  fileURLToPath(new URL(`../../functions/${file}.ts`, import.meta.url));

const wildcardRule = (resource: string): string => `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;

/** A template's expression as cdk-nag shows it. */
function shown(expression: string | Record<string, unknown>): string {
  if (typeof expression === 'string') return expression;
  const [[kind, of]] = Object.entries(expression) as [[string, unknown]];
  if (typeof of === 'string') return kind === 'Ref' ? `<${of}>` : of;
  const [first, second] = of as [string, string | Parameters<typeof shown>[0][]];
  return typeof second === 'string' ? `<${first}.${second}>` : second.map(shown).join(first);
}
