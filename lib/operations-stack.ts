import { Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { type Watch, type Watched, watches } from './alarms.ts';
import { addDashboard } from './dashboard.ts';
import type { StageSettings } from './settings.ts';

type Props = StackProps & Watched;

/** Monitoring for operations: alarms and a dashboard. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { settings, data, email, web, api, ...props }: Props) {
    super(scope, id, props);
    const all = watches({ settings, data, email, web, api });
    const action = new SnsAction(this.#topic(settings));
    for (const [name, watch] of Object.entries(all)) this.#alarm(name, watch, action);
    addDashboard(this, settings, all);
  }

  #topic({ alarmAddress }: StageSettings): Topic {
    const topic = new Topic(this, 'Alarms', { enforceSSL: true });
    // A topic with its own policy allows only the publishers that the policy names.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (alarmAddress !== undefined) topic.addSubscription(new EmailSubscription(alarmAddress));
    return topic;
  }

  #alarm(name: string, { metric, above, periods }: Watch, action: IAlarmAction): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${this.stackName}-${name}`,
      alarmDescription: `See "${name}" in docs/runbook.md.`,
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
