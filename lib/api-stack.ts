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
import { type RouteName, routes } from '../functions/contract.ts';
import { metricNamespace } from '../functions/metric-names.ts';
import { runAtDeploy } from './constructs/run-at-deploy.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import type { DataStack } from './data-stack.ts';
import type { EmailStack } from './email-stack.ts';
import type { StageSettings } from './settings.ts';
import { addTriggers, type Triggered } from './triggers.ts';
import type { WebStack } from './web-stack.ts';

/** Less than the gateway waits, so that it is the function that answers. */
const ROUTE_TIMEOUT = Duration.seconds(10);

type Props = StackProps & { settings: StageSettings; data: DataStack; email: EmailStack; web: WebStack };

/** One function a route of the gateway, and what follows the table's stream. */
export class ApiStack extends Stack {
  /** Requests that the gateway itself has refused. */
  readonly throttles: Metric;
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
      // By its path: a function may be renamed, but a gateway takes no second route of the same path.
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
    this.throttles = throttlesIn(accessLogs, settings);
    const stage = this.#stage(web, settings, accessLogs);
    stage.node.addDependency(...gatewayRoutes);
    const pages = runAtDeploy(this, 'publishPages', {
      settings,
      provisions,
      bringAlong: into => [`node web/build/write.ts ${into}/pages.json`],
    });
    // Pages go out when the routes that they call are there.
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

/** The gateway counts its own refusals among all 4xx; only its log tells them: they have reached no function. */
function throttlesIn(accessLogs: LogGroup, { stage }: StageSettings): Metric {
  accessLogs.addMetricFilter('GatewayThrottles', {
    filterPattern: FilterPattern.all(
      FilterPattern.stringValue('$.status', '=', '429'),
      FilterPattern.stringValue('$.integrationStatus', '=', '-'),
    ),
    metricNamespace,
    metricName: 'GatewayThrottles',
    metricValue: '1',
    dimensions: { stage: '$.stage' },
  });
  return new Metric({
    namespace: metricNamespace,
    metricName: 'GatewayThrottles',
    dimensionsMap: { stage },
    statistic: Stats.SUM,
  });
}

const idOf = ({ method, path }: Route): string => `${method} ${path.replaceAll('/', '.')}`;

/** Neither paths, which name rooms, nor addresses: the request's id leads to the function's own lines. */
const accessLogLine = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMillis: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  integrationError: '$context.integration.error',
};

const routeKeyOf = ({ method, path }: Pick<Route, 'method' | 'path'>): HttpRouteKey =>
  method === 'ANY' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, method as HttpMethod);
