import type {
  CloudFormationCustomResourceEvent,
  CloudFormationCustomResourceResponse,
  Context,
} from 'aws-lambda';
import { inTime } from './in-time.ts';
import { log } from './log.ts';

/** A failure whose words hold no data: whoever deploys is shown them. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}

/** Kept back of the function's time, so that work which hangs is told as such. */
const ANSWERING_MILLIS = 10_000;

/**
 * The Lambda function of a CloudFormation custom resource: does the work when the resource is created or updated, and
 * tells CloudFormation how that went. Where it cannot tell, it fails, and Lambda runs it again: the work may be done
 * twice and must come to the same. Where nothing is told at all, the resource's own timeout ends the deploy's waiting.
 * A delete does nothing, as what was made may be in use. The function needs a timeout of well over 10 seconds; `work`
 * is told how much of it is left.
 */
export function customResource(work: (millisLeft: () => number) => Promise<void>) {
  return async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
    const millisLeft = () => context.getRemainingTimeInMillis() - ANSWERING_MILLIS;
    const failure =
      event.RequestType === 'Delete'
        ? undefined
        : await inTime(
            failureOf(() => work(millisLeft), context),
            millisLeft(),
            'The time was not enough.',
          );
    const resource = { resource: event.LogicalResourceId, request: event.RequestType };
    log.info('custom resource', { ...resource, ...(failure !== undefined && { failure }) });
    await answer(event, failure);
  };
}

/** Why some work failed, as one may tell: any other error's own words might quote data, so its kind must do. */
async function failureOf(work: () => Promise<void>, context: Context): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof ResourceFailure) return error.message;
    const requestId = context.awsRequestId;
    log.error('custom resource', error, { requestId });
    const kind = error instanceof Error ? error.name : 'Error';
    return `${kind}: see the log of ${context.functionName}, request ${requestId}.`;
  }
}

/** @throws Error where CloudFormation does not take it; never with the URL, which is signed */
async function answer(event: CloudFormationCustomResourceEvent, failure: string | undefined): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId =
    event.RequestType === 'Create' ? `${StackId}/${LogicalResourceId}` : event.PhysicalResourceId;
  const ids = { StackId, RequestId, LogicalResourceId, PhysicalResourceId };
  const response: CloudFormationCustomResourceResponse =
    failure === undefined ? { Status: 'SUCCESS', ...ids } : { Status: 'FAILED', Reason: failure, ...ids };
  const { ok, status } = await fetch(event.ResponseURL, {
    method: 'PUT',
    // The URL is signed for a request without a content type.
    headers: { 'content-type': '' },
    body: JSON.stringify(response),
  });
  if (!ok) throw new Error(`CloudFormation did not take the outcome: status ${status}.`);
}
