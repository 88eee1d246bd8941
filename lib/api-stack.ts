import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, type HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import { routes } from '../functions/contract.ts';
import { needsOf, type Route } from '../functions/route.ts';
import { ServiceFunction, type Surroundings } from './constructs/service-function.ts';
import { addTriggers } from './constructs/triggers.ts';

const ROUTE_TIMEOUT = Duration.seconds(10);

/** The gateway, one function a route, and what follows the table's stream. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, { data, settings, ...props }: StackProps & Surroundings) {
    super(scope, id, props);
    const httpApi = new HttpApi(this, 'Api');
    for (const [name, route] of Object.entries(routes) as [string, Route][]) {
      const timeout = ROUTE_TIMEOUT;
      const handler = new ServiceFunction(this, name, {
        name,
        needs: needsOf(route),
        timeout,
        data,
        settings,
      });
      new HttpRoute(this, `${name}Route`, {
        httpApi,
        routeKey: routeKeyOf(route),
        integration: new HttpLambdaIntegration(`${name}Integration`, handler),
      });
    }
    addTriggers(this, { data, settings });
  }
}

const routeKeyOf = ({ method, path }: Route): HttpRouteKey =>
  method === 'ANY' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, method as HttpMethod);
