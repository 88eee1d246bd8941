import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Route } from '../../functions/contract/route.ts';
import { routes } from '../../functions/contract/routes.ts';
import { hostedPages } from '../../web/build/pages.ts';
import { resourcesOf, stacksOf } from './stage.ts';

const { api, web } = stacksOf({
  limits: {
    requestsPerSecond: 100,
    burst: 200,
    routes: { requestLink: { requestsPerSecond: 5, atOnce: 3 } },
    mailersAtOnce: 4,
  },
});
const resources = Object.entries(resourcesOf(api));
const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);
const functions = ofType('AWS::Lambda::Function');
const functionOf = (name: string) =>
  functions.find(([id]) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id))?.[1].Properties;

test('every route of the contract is a route of the gateway, with its own function', () => {
  const keys = Object.values(routes as Record<string, Route>).map(({ method, path }) =>
    method === 'ANY' ? '$default' : `${method} ${path}`,
  );
  const found = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey);
  expect(found.sort()).toEqual(keys.sort());
  for (const name of Object.keys(routes)) expect(functionOf(name)).toBeDefined();
});

test('functions use arm64 and Node.js 24, have a timeout before the gateway’s, are traced, and keep logs for a limited time', () => {
  for (const [, { Properties }] of functions) {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.anything() },
    });
  }
  expect(functionOf('redeemInvitation')?.Timeout).toBe(10);
  const retention = ofType('AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays);
  expect(new Set(retention)).toEqual(new Set([30]));
});

test('the gateway throttles all requests, and single routes more strictly', () => {
  const [[, stage] = []] = ofType('AWS::ApiGatewayV2::Stage');
  expect(stage?.Properties).toMatchObject({
    DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    RouteSettings: { 'POST /v1/request-link': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 200 } },
  });
  expect(functionOf('requestLink')?.ReservedConcurrentExecutions).toBe(3);
  expect(functionOf('redeemInvitation')?.ReservedConcurrentExecutions).toBeUndefined();
});

test('the access log has no data that a caller sent', () => {
  const [[, stage] = []] = ofType('AWS::ApiGatewayV2::Stage');
  const { Format } = (stage?.Properties.AccessLogSettings ?? {}) as { Format: string };
  const { stage: name, ...line } = JSON.parse(Format) as Record<string, string>;
  expect(name).toBe('test');
  const logged = Object.values(line);
  expect(logged).toContain('$context.requestId');
  for (const field of logged) {
    expect(field).toMatch(
      /^\$context\.(requestId|requestTime|routeKey|status|responseLatency|integration\.\w+|authorizer\.error)$/,
    );
  }
});

test('the gateway’s own refusals are counted from its log, by status', () => {
  const filters = ofType('AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
  const patterns = filters.map(({ FilterPattern, MetricTransformations }) => [
    (MetricTransformations as { MetricName: string }[])[0]?.MetricName,
    FilterPattern,
  ]);
  expect(Object.fromEntries(patterns)).toEqual({
    GatewayThrottles: '{ ($.status = "429") && ($.integrationStatus = "-") }',
    OriginRefusals: '{ ($.status = "403") && ($.integrationStatus = "-") }',
  });
});

test('every path that is no page goes to the gateway, on the pages’ own origin', () => {
  const [distribution] = Object.values(resourcesOf(web)).filter(
    ({ Type }) => Type === 'AWS::CloudFront::Distribution',
  );
  type Behavior = { PathPattern: string; AllowedMethods: string[]; ViewerProtocolPolicy: string };
  type Config = { DefaultCacheBehavior: Behavior; CacheBehaviors: Behavior[] };
  const config = distribution?.Properties.DistributionConfig as Config | undefined;
  const { DefaultCacheBehavior, CacheBehaviors = [] } = config ?? {};
  expect(CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual([
    '/i*',
    '/I*',
    '/join',
    '/admin/templates',
    '/assets/*',
  ]);
  expect(DefaultCacheBehavior).toMatchObject({ ViewerProtocolPolicy: 'https-only' });
  expect(DefaultCacheBehavior?.AllowedMethods).toContain('PATCH');
});

test('functions get their origins by configuration, never from a request', () => {
  const origins = JSON.stringify(functionOf('redeemInvitation')?.Environment);
  expect(origins).toContain('"PUBLIC_ORIGINS":{"Fn::Join":["",["https://"');
  const own = stacksOf({
    customDomain: { name: 'rooms.example.edu', certificateArn: 'arn:aws:acm:us-east-1:1:certificate/a' },
    allowedOrigins: ['https://old.example.edu'],
  });
  const [first, cloudFronts, ...others] = own.web.publicOrigins;
  expect([first, others]).toEqual(['https://rooms.example.edu', ['https://old.example.edu']]);
  expect(own.web.resolve(cloudFronts)).toEqual(own.web.resolve(stacksOf().web.publicOrigins[0]));
});

test('only the page /join may post forms, by https, and no page may be framed', () => {
  type Policy = {
    Comment?: string;
    Name: string;
    SecurityHeadersConfig: Record<string, Record<string, string>>;
  };
  const policies = Object.values(resourcesOf(web))
    .filter(({ Type }) => Type === 'AWS::CloudFront::ResponseHeadersPolicy')
    .map(({ Properties }) => (Properties.ResponseHeadersPolicyConfig as Policy).SecurityHeadersConfig)
    .map(({ ContentSecurityPolicy }) => ContentSecurityPolicy?.ContentSecurityPolicy)
    .filter(policy => policy !== undefined);
  expect(policies).toHaveLength(3);
  const targets = policies.map(policy => /form-action ([^;]+);/.exec(policy)?.[1]);
  expect(targets.sort()).toEqual(["'none'", "'none'", 'https:']);
  for (const policy of policies) expect(policy).toContain("frame-ancestors 'none'");
});

test('every path that begins with /i or /I is the page, and the bucket is never asked for what follows', () => {
  const [[edgeId = '', edge] = []] = Object.entries(resourcesOf(web)).filter(
    ([, { Type }]) => Type === 'AWS::CloudFront::Function',
  );
  const [distribution] = Object.values(resourcesOf(web)).filter(
    ({ Type }) => Type === 'AWS::CloudFront::Distribution',
  );
  type Behavior = { PathPattern: string; FunctionAssociations?: unknown };
  const config = distribution?.Properties.DistributionConfig as { CacheBehaviors: Behavior[] } | undefined;
  const rewritten = (config?.CacheBehaviors ?? []).filter(({ FunctionAssociations }) => FunctionAssociations);
  expect(rewritten.map(({ PathPattern }) => PathPattern)).toEqual(['/i*', '/I*']);
  for (const { FunctionAssociations } of rewritten) {
    const FunctionARN = { 'Fn::GetAtt': [edgeId, 'FunctionARN'] };
    expect(FunctionAssociations).toEqual([{ EventType: 'viewer-request', FunctionARN }]);
  }
  const event = { request: { method: 'GET', uri: '/i%23eyJ', querystring: {} } };
  const request = runInNewContext(`${edge?.Properties.FunctionCode} handler(event)`, { event });
  expect(request).toEqual({ ...event.request, uri: '/i' });
});

test('no path of Roompass except the invitee’s page begins with /i', () => {
  const paths = [...Object.values(routes).map(({ path }) => path), ...Object.keys(hostedPages)];
  expect(paths.filter(path => /^\/i/i.test(path))).toEqual(['/i']);
});
