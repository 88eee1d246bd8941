import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { table } from '../functions/table.ts';

/** What must outlive every deploy: the invitations, the keys, and the mail that is due. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly linkKeys: Secret;
  readonly ticketKeys: Secret;
  readonly mailQueue: Queue;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: table.partitionKey, type: AttributeType.STRING },
      sortKey: { name: table.sortKey, type: AttributeType.STRING },
      timeToLiveAttribute: table.ttlAttribute,
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.linkKeys = this.#keys('LinkKeys');
    this.ticketKeys = this.#keys('TicketKeys');
    this.mailQueue = new Queue(this, 'MailQueue', {
      visibilityTimeout: Duration.minutes(6),
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
      deadLetterQueue: {
        maxReceiveCount: 50,
        queue: new Queue(this, 'MailFailures', { retentionPeriod: Duration.days(14), enforceSSL: true }),
      },
    });
  }

  #keys(id: string): Secret {
    return new Secret(this, id, { removalPolicy: RemovalPolicy.RETAIN });
  }
}
