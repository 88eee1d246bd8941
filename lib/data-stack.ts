import { RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, Billing, type ITableV2, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { tableActions } from '../functions/contract/route.ts';
import { table } from '../functions/table.ts';
import { triggers } from '../functions/triggers.ts';
import { addOutputs } from './constructs/add-outputs.ts';
import { FailingQueue, queueDefaults } from './constructs/failing-queue.ts';
import type { Provision, Provisions } from './constructs/provision.ts';
import { runAtDeploy } from './constructs/run-at-deploy.ts';
import type { StageSettings } from './settings.ts';

/** What must outlive every deploy: the invitations, the keys, and the work that is due. */
export class DataStack extends Stack {
  /** Its own, or a restored one. */
  readonly table: TableV2 | ITableV2;
  readonly mailQueue: FailingQueue;
  readonly changeQueue: FailingQueue;
  /** Where Lambda notes what of the stream its function cannot get past. */
  readonly streamFailures: Queue;
  readonly provisions: Provisions;

  constructor(
    scope: Construct,
    id: string,
    { settings, ...props }: StackProps & { settings: StageSettings },
  ) {
    super(scope, id, props);
    const own = this.#ownTable();
    // Told to the other stacks also while a restored one stands in for it: what is exported cannot go while it is used.
    for (const value of [own.tableArn, own.tableName, own.tableStreamArn]) this.exportValue(value);
    this.table = settings.restoredTable === undefined ? own : this.#restored(settings.restoredTable);
    const linkKeys = this.#secret('LinkKeys', 'The keys of links, and of invitation ids');
    const ticketKeys = this.#secret('TicketKeys', 'The keys that sign tickets');
    this.mailQueue = new FailingQueue(this, 'Mail', triggers.deliverEmail);
    this.changeQueue = new FailingQueue(this, 'Change', triggers.recordChanges);

    this.streamFailures = new Queue(this, 'StreamFailures', queueDefaults);
    Validations.of(this.streamFailures).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'Nothing reads it but people, so nothing fails at it.',
    });

    const environment = {
      LINK_KEYS_SECRET: linkKeys,
      TICKET_KEYS_SECRET: ticketKeys,
    };
    const reading = (variable: keyof typeof environment): Provision => ({
      allow: [{ actions: ['secretsmanager:GetSecretValue'], resource: environment[variable] }],
      environment: { [variable]: environment[variable] },
    });
    this.provisions = {
      ...this.#tableProvisions(),
      'link keys': reading('LINK_KEYS_SECRET'),
      'ticket keys': reading('TICKET_KEYS_SECRET'),
      'new keys': {
        allow: [linkKeys, ticketKeys].map(resource => ({
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
          resource,
        })),
        environment,
      },
      'mail queue': this.mailQueue.sending('MAIL_QUEUE_URL'),
      'mail delay': {
        allow: [{ actions: ['sqs:ChangeMessageVisibility'], resource: this.mailQueue.queueArn }],
        environment: { MAIL_QUEUE_URL: this.mailQueue.queueUrl },
      },
      'change queue': this.changeQueue.sending('CHANGE_QUEUE_URL'),
    };
    runAtDeploy(this, 'makeKeys', { settings, provisions: this.provisions });

    addOutputs<'data'>(this, {
      TableName: this.table.tableName,
      LinkKeysSecret: linkKeys,
      TicketKeysSecret: ticketKeys,
      MailQueue: this.mailQueue.queueArn,
      MailFailures: this.mailQueue.failures.queueArn,
      ChangeQueue: this.changeQueue.queueArn,
      ChangeFailures: this.changeQueue.failures.queueArn,
    });
  }

  #ownTable(): TableV2 {
    return new TableV2(this, 'Table', {
      partitionKey: { name: table.partitionKey, type: AttributeType.STRING },
      sortKey: { name: table.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: table.ttlAttribute,
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  #restored({ tableArn, streamArn }: NonNullable<StageSettings['restoredTable']>): ITableV2 {
    return TableV2.fromTableAttributes(this, 'RestoredTable', { tableArn, tableStreamArn: streamArn });
  }

  #tableProvisions(): Provisions {
    const { tableArn, tableName } = this.table;
    const provisions = tableActions.map((action): [string, Provision] => [
      action,
      {
        allow: [{ actions: [`dynamodb:${action}`], resource: tableArn }],
        environment: { TABLE_NAME: tableName },
      },
    ]);
    return Object.fromEntries(provisions);
  }

  /** Empty: `makeKeys` fills it, so that no key is ever in a template. Gives its ARN. */
  #secret(id: string, description: string): string {
    const secret = new Secret(this, id, { description, removalPolicy: RemovalPolicy.RETAIN });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason: 'Links live for months, so their keys are rotated by a decision: npm run rotate-keys.',
    });
    const resource = secret.node.defaultChild as CfnSecret;
    resource.generateSecretString = undefined;
    return resource.attrId;
  }
}
