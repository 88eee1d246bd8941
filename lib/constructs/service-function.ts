import { type CfnResource, type Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { isTableNeed, type Need } from '../../functions/contract/route.ts';
import type { Variable } from '../../functions/runtime/environment.ts';
import type { StageSettings } from '../settings.ts';
import { bundleOf, type FileBeside } from './bundle.ts';
import type { Allowance, Provision, Provisions } from './provision.ts';

type Props = {
  settings: StageSettings;
  needs: readonly Need[];
  /** What the stacks provide for these needs, and perhaps for others. */
  provisions: Provisions;
  environment?: Partial<Record<Variable, string>>;
  timeout: Duration;
  /** Reserved concurrency; without it the account's concurrency is the limit. */
  atOnce?: number | undefined;
  fileBeside?: FileBeside | undefined;
};

/** The Lambda function of a route, a trigger or a deploy. It gets permissions and variables for its needs only. */
export class ServiceFunction extends LambdaFunction {
  constructor(scope: Construct, name: string, props: Props) {
    const { settings, needs, provisions, timeout, atOnce, fileBeside } = props;
    const logGroup = new LogGroup(scope, `${name}Logs`, {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${name}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    super(scope, name, {
      code: bundleOf(name, fileBeside),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
      timeout,
      ...(atOnce !== undefined && { reservedConcurrentExecutions: atOnce }),
      role,
      logGroup,
      // START, END and REPORT of each call would cost more than the function's own lines; WARN still logs errors.
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: Tracing.ACTIVE,
      environment: { STAGE: settings.stage, ...props.environment },
    });
    this.#allow({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resource: logGroup.logGroupArn });
    const tableNeeds = needs.filter(isTableNeed);
    if (tableNeeds.length > 0) this.#meet('the table', provisions.table?.(tableNeeds));
    for (const need of needs) if (!isTableNeed(need)) this.#meet(need, provisions[need]);
    Validations.of(role).acknowledge({
      id: wildcardRule('*'),
      reason: 'X-Ray has no resources to name: xray:PutTraceSegments, xray:PutTelemetryRecords.',
    });
    // CDK also names the role, but the function's reference to the role already implies it.
    const policy = role.node.findChild('DefaultPolicy').node.defaultChild as CfnResource;
    (this.node.defaultChild as CfnResource).addOverride('DependsOn', [this.stack.resolve(policy.logicalId)]);
  }

  #meet(need: string, provision: Provision | undefined): void {
    if (provision === undefined)
      throw new Error(`${this.node.path} needs "${need}", which no stack provides.`);
    for (const allowance of provision.allow) this.#allow(allowance);
    for (const [variable, value] of Object.entries(provision.environment))
      this.addEnvironment(variable, value);
  }

  #allow({ actions, resource, conditions, wildcardReason: reason, effect }: Allowance): void {
    const statement = { actions, resources: [resource], ...(conditions && { conditions }) };
    this.addToRolePolicy(
      new PolicyStatement({ ...statement, effect: effect === 'Deny' ? Effect.DENY : Effect.ALLOW }),
    );
    if (reason === undefined) return;
    const id = wildcardRule(shown(this.stack.resolve(resource)));
    Validations.of(this.role as Role).acknowledge({ id, reason });
  }

  /** Changes whenever the function's code changes. */
  get codeVersion(): string {
    const { code } = this.node.defaultChild as CfnFunction;
    return (code as CfnFunction.CodeProperty).s3Key ?? '';
  }
}

const wildcardRule = (resource: string): string => `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;

/** A template's expression as cdk-nag shows it. */
function shown(expression: string | Record<string, unknown>): string {
  if (typeof expression === 'string') return expression;
  const [[kind, of]] = Object.entries(expression) as [[string, unknown]];
  if (typeof of === 'string') return kind === 'Ref' ? `<${of}>` : of;
  const [first, second] = of as [string, string | Parameters<typeof shown>[0][]];
  return typeof second === 'string' ? `<${first}.${second}>` : second.map(shown).join(first);
}
