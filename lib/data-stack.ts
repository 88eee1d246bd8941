import { ArnFormat, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, Billing, type ITableV2, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { table } from '../functions/adapters/dynamodb/table.ts';
import { triggers } from '../functions/contract/triggers.ts';
import type { Variable } from '../functions/runtime/environment.ts';
import { addOutputs } from './constructs/add-outputs.ts';
import { FailingQueue, queueDefaults } from './constructs/failing-queue.ts';
import type { Provision, Provisions } from './constructs/provision.ts';
import { runAtDeploy } from './constructs/run-at-deploy.ts';
import { tableAccess } from './constructs/table-access.ts';
import type { StageSettings } from './settings.ts';

/** The beginning of the names of secrets with a site's Kaltura admin secrets. */
export const kalturaSecretsPrefix = (stage: string): string => `roompass-${stage}/kaltura-secrets/`;

/** The beginning of the names of secrets with a site's Kaltura app token. */
export const appTokensPrefix = (stage: string): string => `roompass-${stage}/kaltura-app-tokens/`;

/** What must survive every deploy: the invitations, the keys, and the queued work. */
export class DataStack extends Stack {
  /** The stack's own table, or a restored one. */
  readonly table: TableV2 | ITableV2;
  readonly mailQueue: FailingQueue;
  readonly changeQueue: FailingQueue;
  readonly sessionQueue: FailingQueue;
  readonly roomQueue: FailingQueue;
  /** Dead-letter queue of the stream: Lambda notes records here that it has given up. */
  readonly streamFailures: Queue;
  readonly provisions: Provisions;

  constructor(
    scope: Construct,
    id: string,
    { settings, ...props }: StackProps & { settings: StageSettings },
  ) {
    super(scope, id, props);
    const own = this.#ownTable();
    // Exported also while a restored table replaces it: CloudFormation cannot remove an export that is in use.
    for (const value of [own.tableArn, own.tableName, own.tableStreamArn]) this.exportValue(value);
    this.table = settings.restoredTable === undefined ? own : this.#restored(settings.restoredTable);
    const linkKeys = this.#secret('LinkKeys', 'The keys that sign links');
    const ticketKeys = this.#secret('TicketKeys', 'The keys that sign tickets');
    const idKey = this.#secret('IdKey', 'The key of the ids of invitations and addresses');
    const unsubscribeKey = this.#secret('UnsubscribeKey', 'The key of the tokens to unsubscribe with');
    this.mailQueue = new FailingQueue(this, 'Mail', triggers.deliverEmail);
    this.changeQueue = new FailingQueue(this, 'Change', triggers.recordChanges);
    this.sessionQueue = new FailingQueue(this, 'Session', triggers.endSessions);
    this.roomQueue = new FailingQueue(this, 'Room', { ...triggers.refreshRoom, fifo: true });

    this.streamFailures = new Queue(this, 'StreamFailures', queueDefaults);
    Validations.of(this.streamFailures).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SQS3',
      reason: 'Nothing reads it but people, so nothing fails at it.',
    });

    const environment = {
      LINK_KEYS_SECRET: linkKeys,
      TICKET_KEYS_SECRET: ticketKeys,
      ID_KEY_SECRET: idKey,
      UNSUBSCRIBE_KEY_SECRET: unsubscribeKey,
    };
    const reading = (variable: keyof typeof environment): Provision => ({
      allow: [{ actions: ['secretsmanager:GetSecretValue'], resource: environment[variable] }],
      environment: { [variable]: environment[variable] },
    });
    this.provisions = {
      table: needs => tableAccess(this.table, needs),
      'link keys': reading('LINK_KEYS_SECRET'),
      'ticket keys': reading('TICKET_KEYS_SECRET'),
      'id key': reading('ID_KEY_SECRET'),
      'unsubscribe key': reading('UNSUBSCRIBE_KEY_SECRET'),
      'new keys': {
        allow: Object.values(environment).map(resource => ({
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'],
          resource,
        })),
        environment,
      },
      'mail queue': this.mailQueue.sending('MAIL_QUEUE_URL'),
      'mail delay': this.mailQueue.delaying('MAIL_QUEUE_URL'),
      'kaltura secrets': this.#readingEach('KALTURA_SECRETS', kalturaSecretsPrefix(settings.stage)),
      'change queue': this.changeQueue.sending('CHANGE_QUEUE_URL'),
      'kaltura app tokens': this.#readingEach('KALTURA_APP_TOKENS', appTokensPrefix(settings.stage)),
      'room queue': this.roomQueue.sending('ROOM_QUEUE_URL'),
      'session queue': this.sessionQueue.sending('SESSION_QUEUE_URL'),
      'session delay': this.sessionQueue.delaying('SESSION_QUEUE_URL'),
    };
    runAtDeploy(this, 'makeKeys', { settings, provisions: this.provisions });

    addOutputs<'data'>(this, {
      TableName: this.table.tableName,
      LinkKeysSecret: linkKeys,
      TicketKeysSecret: ticketKeys,
      IdKeySecret: idKey,
      UnsubscribeKeySecret: unsubscribeKey,
      MailQueue: this.mailQueue.queueArn,
      MailFailures: this.mailQueue.failures.queueArn,
      ChangeQueue: this.changeQueue.queueArn,
      ChangeFailures: this.changeQueue.failures.queueArn,
      SessionQueue: this.sessionQueue.queueArn,
      RoomQueue: this.roomQueue.queueArn,
      RoomFailures: this.roomQueue.failures.queueArn,
      SessionFailures: this.sessionQueue.failures.queueArn,
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

  /** Reading the secrets that operators store under a prefix, one for each site. */
  #readingEach(variable: Variable, prefix: string): Provision {
    const resource = this.formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${prefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const wildcardReason =
      'Operators add a secret for each site with Kaltura; its name is in the site’s trust.';
    return {
      allow: [{ actions: ['secretsmanager:GetSecretValue'], resource, wildcardReason }],
      environment: { [variable]: prefix },
    };
  }

  /** An empty secret: `makeKeys` fills it, so that no template ever has a key. @returns its ARN */
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
