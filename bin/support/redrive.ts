import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';

/**
 * Begins to put what was given up back on the queue that it comes from, which goes on by itself.
 * @returns how many messages there were, as far as SQS knows; with none, nothing is begun
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
    // Where it comes from SQS knows only of what it moved itself, not of what Lambda notes there.
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: failures, DestinationArn: queue }));
  }
  return count;
}
