import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { needsOf, type Route } from '../functions/contract/route.ts';
import { type RouteName, routes } from '../functions/contract/routes.ts';
import { metricNamespace } from '../functions/runtime/metric-names.ts';
import { runAtDeploy } from './constructs/run-at-deploy.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import type { DataStack } from './data-stack.ts';
import type { EmailStack } from './email-stack.ts';
import type { StageSettings } from './settings.ts';
import { addTriggers, type Triggered } from './triggers.ts';
import type { WebStack } from './web-stack.ts';

/** Shorter than the gateway's timeout, so that the function answers and not the gateway. */
const ROUTE_TIMEOUT = Duration.seconds(10);

type Props = StackProps & { settings: StageSettings; data: DataStack; email: EmailStack; web: WebStack };

/** A function for each route of the gateway, and the triggers. */
export class ApiStack extends Stack {
  /** Requests that the gateway itself refused: throttled ones, and those with a wrong value of the origin header. */
  readonly throttles: Metric;
  readonly originRefusals: Metric;
  readonly triggered: Triggered;

  constructor(scope: Construct, id: string, { settings, data, email, web, ...props }: Props) {
    super(scope, id, props);
    Validations.of(this).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason:
        'Each function proves its caller itself, also by devices and tickets: functions/http/caller.ts.',
    });
    const provisions = { ...data.provisions, ...email.provisions, ...web.provisions };
    const environment = { PUBLIC_ORIGINS: web.publicOrigins.join(',') };
    const gatewayRoutes = (Object.entries(routes) as [RouteName, Route][]).map(([name, route]) => {
      const handler = new ServiceFunction(this, name, {
        settings,
        provisions,
        environment,
        needs: needsOf(route),
        timeout: ROUTE_TIMEOUT,
        atOnce: settings.limits.routes[name]?.atOnce,
      });
      // The id is made from method and path: a function may be renamed, but a gateway accepts a route only once.
      return new HttpRoute(this, idOf(route), {
        httpApi: web.httpApi,
        routeKey: routeKeyOf(route),
        integration: new HttpLambdaIntegration(`${name}Integration`, handler),
      });
    });
    this.triggered = addTriggers(this, { settings, provisions, data, email });
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.throttles = refusalsIn(accessLogs, settings, { metricName: 'GatewayThrottles', status: 429 });
    this.originRefusals = refusalsIn(accessLogs, settings, { metricName: 'OriginRefusals', status: 403 });
    const stage = this.#stage(web, settings, accessLogs);
    stage.node.addDependency(...gatewayRoutes);
    const pages = runAtDeploy(this, 'publishPages', {
      settings,
      provisions,
      fileBeside: { name: 'pages.json', script: 'web/build/write.ts' },
    });
    // Pages are published only when the routes that they call exist.
    pages.node.addDependency(stage);
  }

  #stage({ httpApi }: WebStack, { stage: name, limits }: StageSettings, accessLogs: LogGroup): HttpStage {
    const stage = new HttpStage(this, 'Stage', {
      httpApi,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: limits.requestsPerSecond, burstLimit: limits.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(JSON.stringify({ stage: name, ...accessLogLine })),
      },
    });
    const perRoute = Object.entries(limits.routes).map(([name, { requestsPerSecond, burst }]) => [
      routeKeyOf(routes[name as RouteName]).key,
      {
        ThrottlingRateLimit: requestsPerSecond ?? limits.requestsPerSecond,
        ThrottlingBurstLimit: burst ?? limits.burst,
      },
    ]);
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(perRoute);
    return stage;
  }
}

type Refusals = { metricName: string; status: number };

/** The gateway counts its own refusals among all 4xx. Only its access log shows that they reached no function. */
function refusalsIn(
  accessLogs: LogGroup,
  { stage }: StageSettings,
  { metricName, status }: Refusals,
): Metric {
  accessLogs.addMetricFilter(metricName, {
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue('$.status', '=', `${status}`),
      FilterPattern.stringValue('$.integrationStatus', '=', '-'),
    ),
    metricNamespace,
    metricName,
    metricValue: '1',
    dimensions: { stage: '$.stage' },
  });
  return new Metric({
    namespace: metricNamespace,
    metricName,
    dimensionsMap: { stage },
    statistic: Stats.SUM,
  });
}

const idOf = ({ method, path }: Route): string => `${method} ${path.replaceAll('/', '.')}`;

/** No paths, which name rooms, and no addresses. The request id leads to the function's log lines. */
const accessLogLine = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMillis: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integration.error',
  authorizerError: '$context.authorizer.error',
};

const routeKeyOf = ({ method, path }: Pick<Route, 'method' | 'path'>): HttpRouteKey =>
  method === 'ANY' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, method as HttpMethod);
