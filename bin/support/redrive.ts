import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';

/**
 * Starts to move messages from a dead-letter queue back to its source queue; SQS continues on its own.
 * @returns the approximate number of messages; if it is 0, nothing is started
 */
export async function redrive(
  sqs: SQSClient,
  { failures, queue }: { failures: string; queue: string },
): Promise<number> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: failures.split(':').at(-1) }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  const count = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  if (count > 0) {
    // The destination is given because SQS knows the source queue only of messages that it moved itself.
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: failures, DestinationArn: queue }));
  }
  return count;
}
