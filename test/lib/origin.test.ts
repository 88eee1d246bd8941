import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, expect, test, vi } from 'vitest';
import example from '../../config/example.json' with { type: 'json' };
import { stageSettingsSchema } from '../../lib/settings.ts';
import { WebStack } from '../../lib/web-stack.ts';
import { type Resource, resourcesOf, stacksOf } from './stage.ts';

/** The gateway accepts only requests through CloudFront (docs/decisions/0015-through-cloudfront.md). */

const webAclArn =
  'arn:aws:wafv2:us-east-1:123456789012:global/webacl/roompass/1a2b3c4d-0000-4000-8000-000000000000';

/** Synthesizes the web stack alone, which is much faster than all stacks. */
function webOf(changes: object): Stack {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  return new WebStack(app, 'web', { settings: stageSettingsSchema.parse({ ...example, ...changes }) });
}

vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-07-31T23:59:59Z') });
afterAll(() => vi.useRealTimers());
const stacks = stacksOf();
const { web, api } = stacks;
const guarded = webOf({ webAclArn, originRotation: 1 });

type Attribute = { 'Fn::GetAtt': [string, string] };
type Header = { HeaderName: string; HeaderValue: Attribute };
type Config = { WebACLId?: string; Origins: { DomainName: unknown; OriginCustomHeaders?: Header[] }[] };

const ofType = (stack: Stack, type: string): [string, Resource & { DependsOn?: string[] }][] =>
  Object.entries(resourcesOf(stack)).filter(([, { Type }]) => Type === type);
const configOf = (stack: Stack): Config => {
  const [[, distribution] = []] = ofType(stack, 'AWS::CloudFront::Distribution');
  return distribution?.Properties.DistributionConfig as Config;
};
const rotationIn = (stack: Stack) => resourcesOf(stack).makeOriginHeaderRun?.Properties.rotation;
const [[authorizerId = '', authorizer] = []] = ofType(web, 'AWS::ApiGatewayV2::Authorizer');
const [functionId = '', checkOrigin] =
  ofType(web, 'AWS::Lambda::Function').find(([id]) => id.startsWith('checkOrigin')) ?? [];

test('every route, $default included, asks the authorizer', () => {
  const routes = ofType(api, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
  expect(routes.map(({ RouteKey }) => RouteKey)).toContain('$default');
  for (const route of routes) {
    expect(route).toMatchObject({
      AuthorizationType: 'CUSTOM',
      AuthorizerId: { 'Fn::ImportValue': expect.stringContaining(authorizerId) },
    });
  }
});

test('no stack adds a further route or opens another stage', () => {
  expect(ofType(web, 'AWS::ApiGatewayV2::Route')).toEqual([]);
  expect([
    ...ofType(web, 'AWS::ApiGatewayV2::Stage'),
    ...ofType(api, 'AWS::ApiGatewayV2::Stage'),
  ]).toHaveLength(1);
});

test('without the header the gateway refuses without calling the authorizer, whose answers it caches for 300 seconds', () => {
  expect(authorizer?.Properties).toMatchObject({
    AuthorizerType: 'REQUEST',
    IdentitySource: ['$request.header.x-roompass-origin'],
    AuthorizerResultTtlInSeconds: 300,
    EnableSimpleResponses: true,
    AuthorizerPayloadFormatVersion: '2.0',
  });
  expect(JSON.stringify(authorizer?.Properties.AuthorizerUri)).toContain(`"${functionId}","Arn"`);
});

test('CloudFront adds the header to what it sends to the gateway, and to nothing else', () => {
  const [withHeader, ...others] = configOf(web).Origins.filter(origin => origin.OriginCustomHeaders);
  expect(others).toEqual([]);
  expect(JSON.stringify(withHeader?.DomainName)).toContain('ApiEndpoint');
  expect(withHeader?.OriginCustomHeaders).toEqual([
    { HeaderName: 'x-roompass-origin', HeaderValue: { 'Fn::GetAtt': ['makeOriginHeaderRun', 'value'] } },
  ]);
});

test('the authorizer knows a new value before CloudFront sends it', () => {
  const environment = checkOrigin?.Properties.Environment as { Variables: Record<string, unknown> };
  expect(environment.Variables.ORIGIN_HASHES).toEqual({ 'Fn::GetAtt': ['makeOriginHeaderRun', 'hashes'] });
  const [[, distribution] = []] = ofType(web, 'AWS::CloudFront::Distribution');
  expect(distribution?.DependsOn).toContain(functionId);
});

test('only CloudFront gets the value, and no template has it in clear text', () => {
  for (const stack of Object.values(stacks)) {
    const template = Template.fromStack(stack).toJSON();
    const texts = JSON.stringify(template).match(/\["makeOriginHeaderRun","value"\]/g) ?? [];
    expect(texts).toHaveLength(stack.stackName.endsWith('web') ? 1 : 0);
    expect(JSON.stringify(template.Outputs ?? {})).not.toContain('makeOriginHeaderRun');
  }
  const [[, key] = []] = ofType(web, 'AWS::SecretsManager::Secret');
  expect(key?.Properties).not.toHaveProperty('SecretString');
});

test('a deploy rotates the header in a new month or when originRotation was raised, and not otherwise', () => {
  expect(rotationIn(web)).toBe('2026-07.0');
  expect(rotationIn(guarded)).toBe('2026-07.1');
  vi.setSystemTime(new Date('2026-08-01T00:00:00Z'));
  expect(rotationIn(webOf({}))).toBe('2026-08.0');
});

test('a firewall is attached to CloudFront if the settings name one', () => {
  expect(configOf(guarded).WebACLId).toBe(webAclArn);
  expect(configOf(web)).not.toHaveProperty('WebACLId');
});

/** A JSON file that a command in docs/firewall.md writes. */
function fileOfPage(name: string) {
  const [, , text = ''] =
    new RegExp(`^cat > ${name} <<'?(\\w+)'?\n(.*?)^\\1$`, 'ms').exec(
      readFileSync('docs/firewall.md', 'utf8'),
    ) ?? [];
  return JSON.parse(text);
}

test('the firewall’s log redacts every field that may hold a link or a credential, and no request is sampled', () => {
  expect(fileOfPage('logging.json').RedactedFields).toEqual([
    { UriPath: {} },
    { QueryString: {} },
    { SingleHeader: { Name: 'authorization' } },
    { SingleHeader: { Name: 'dpop' } },
  ]);
  expect(fileOfPage('rules.json')[0].VisibilityConfig.SampledRequestsEnabled).toBe(false);
});

test('the firewall’s rate limit for one address is below the gateway’s rate limit of every route', () => {
  const { Limit, EvaluationWindowSec } = fileOfPage('rules.json')[0].Statement.RateBasedStatement;
  const { limits } = stageSettingsSchema.parse(example);
  for (const { requestsPerSecond = limits.requestsPerSecond } of Object.values(limits.routes))
    expect(requestsPerSecond).toBeGreaterThan(Limit / EvaluationWindowSec);
});
