import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { routes, triggers } from '../../functions/contract.ts';
import { needsOf, type Route } from '../../functions/route.ts';
import { ApiStack } from '../../lib/api-stack.ts';
import { DataStack } from '../../lib/data-stack.ts';

// Bundling is what `npm run synth` shows; here it would only take time.
const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
const settings = {
  stage: 'test',
  publicOrigins: ['https://rooms.example.edu'],
  mailSender: 'rooms@example.edu',
};
const data = new DataStack(app, 'data', {});
const template = Template.fromStack(new ApiStack(app, 'api', { data, settings }));
const all = Object.entries(routes) as [string, Route][];

type Statement = { Action: string | string[]; Resource: unknown };
type Policy = { Properties: { PolicyDocument: { Statement: Statement[] }; Roles: { Ref: string }[] } };

/** The table's actions that are granted to a function, by the function's name. */
function tableActions(name: string): string[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as Policy[];
  const statements = policies
    .filter(({ Properties }) => Properties.Roles[0]?.Ref.startsWith(`${name}ServiceRole`))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  return statements
    .flatMap(({ Action }) => Action)
    .filter(action => action.startsWith('dynamodb:') && !action.includes('Stream'))
    .map(action => action.replace('dynamodb:', ''))
    .sort();
}

test('every route of the contract is one of the gateway, with a function of its own', () => {
  for (const [name, { method, path }] of all) {
    const key = method === 'ANY' ? '$default' : `${method} ${path}`;
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: key });
    expect(Object.keys(template.findResources('AWS::Lambda::Function')).some(id => id.startsWith(name))).toBe(
      true,
    );
  }
  template.resourceCountIs('AWS::ApiGatewayV2::Route', all.length);
  template.resourceCountIs('AWS::Lambda::Function', all.length + Object.keys(triggers).length);
});

test.each(all)('%s may do to the table what its route needs, and nothing else', (name, route) => {
  expect(tableActions(name)).toEqual(needsOf(route).filter(need => !need.includes(' ') && need !== 'mail'));
});

test('no function may do everything to anything', () => {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as Policy[];
  const actions = policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action }) => Action);
  expect(actions.filter(action => action === '*' || action.endsWith(':*'))).toEqual([]);
});

test('the table is kept, recoverable, protected from deletion, and forgets by its ttl', () => {
  const kept = Template.fromStack(data);
  kept.hasResource('AWS::DynamoDB::GlobalTable', {
    DeletionPolicy: 'Retain',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    },
  });
});
