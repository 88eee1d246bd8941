import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { triggers } from '../functions/contract/triggers.ts';
import { addOutputs } from './constructs/add-outputs.ts';
import { FailingQueue } from './constructs/failing-queue.ts';
import type { Provisions } from './constructs/provision.ts';
import { runAtDeploy } from './constructs/run-at-deploy.ts';
import type { DataStack } from './data-stack.ts';
import { mailSender } from './sender.ts';
import type { StageSettings } from './settings.ts';

type Props = StackProps & { settings: StageSettings; data: DataStack };

/** SES authorises a mail with a template under the action of its older API. */
const SEND = ['ses:SendEmail', 'ses:SendTemplatedEmail'];

/** The sender of the mails, the events about them, and permissions for their templates. */
export class EmailStack extends Stack {
  readonly configurationSet: string;
  readonly feedbackQueue: FailingQueue;
  readonly provisions: Provisions;

  constructor(scope: Construct, id: string, { settings, data, ...props }: Props) {
    super(scope, id, props);
    const { stage, sender } = settings;
    this.configurationSet = `roompass-${stage}`;
    const configurationSet = new ConfigurationSet(this, 'Mails', {
      configurationSetName: this.configurationSet,
      reputationMetrics: true,
      // Each site has a suppression list that its administrators see and lift; the account's list would cross sites.
      disableSuppressionList: true,
    });
    if (!sender.domainIsVerified) this.#identity(sender.domain, configurationSet);
    this.feedbackQueue = this.#feedback(configurationSet);

    const template = {
      resource: this.#arn('template', `${stage}_*`),
      wildcardReason:
        'Sites come without a deploy, and each has templates of its own: {stage}_{site}_{name}_{locale}.',
    };
    this.provisions = {
      mail: {
        allow: [
          {
            actions: SEND,
            resource: this.#arn('identity', '*'),
            wildcardReason:
              'In the sandbox SES asks for the recipient’s identity too; the condition pins the sender.',
            conditions: { StringEquals: { 'ses:FromAddress': sender.address } },
          },
          { actions: SEND, resource: this.#arn('configuration-set', this.configurationSet) },
          { actions: SEND, ...template },
        ],
        environment: {
          MAIL_SENDER: mailSender(sender),
          MAIL_CONFIGURATION_SET: this.configurationSet,
        },
      },
      templates: { allow: [{ actions: ['ses:GetEmailTemplate'], ...template }], environment: {} },
      'template list': {
        allow: [
          {
            actions: ['ses:ListEmailTemplates'],
            resource: '*',
            wildcardReason: 'SES lists the templates of the account only as a whole.',
          },
        ],
        environment: {},
      },
      'template changes': {
        allow: [
          {
            actions: ['ses:CreateEmailTemplate', 'ses:UpdateEmailTemplate', 'ses:DeleteEmailTemplate'],
            ...template,
          },
        ],
        environment: {},
      },
    };
    const provisions = { ...data.provisions, ...this.provisions };
    runAtDeploy(this, 'seedTemplates', {
      settings,
      provisions,
      // SES creates about one template a second.
      timeout: Duration.minutes(15),
    });
    addOutputs<'email'>(this, {
      FeedbackQueue: this.feedbackQueue.queueArn,
      FeedbackFailures: this.feedbackQueue.failures.queueArn,
    });
  }

  /** DKIM (RFC 6376) with keys that SES keeps and rotates; the DNS records of the domain are outputs. */
  #identity(domain: string, configurationSet: ConfigurationSet): void {
    const identity = new EmailIdentity(this, 'Sender', {
      identity: Identity.domain(domain),
      configurationSet,
    });
    // Other stages may send from the domain too, and a new identity would need new DNS records.
    identity.applyRemovalPolicy(RemovalPolicy.RETAIN);
    for (const [index, { name, value }] of identity.dkimRecords.entries()) {
      new CfnOutput(this, `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` });
    }
  }

  /** SES publishes events about the mails; they wait in a queue until `recordDelivery` has processed them. */
  #feedback(configurationSet: ConfigurationSet): FailingQueue {
    const eventBus = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    configurationSet.addEventDestination('Events', {
      destination: EventDestination.eventBus(eventBus),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    });
    const queue = new FailingQueue(this, 'Feedback', triggers.recordDelivery);
    new Rule(this, 'FeedbackRule', {
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet] } } },
      },
      targets: [new SqsQueue(queue)],
    });
    return queue;
  }

  #arn(resource: string, resourceName: string): string {
    return this.formatArn({ service: 'ses', resource, resourceName });
  }
}
