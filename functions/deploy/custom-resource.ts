import type {
  CloudFormationCustomResourceEvent,
  CloudFormationCustomResourceResponse,
  Context,
} from 'aws-lambda';
import { inTime } from '../runtime/in-time.ts';
import { log } from '../runtime/log.ts';

/** A failure whose message holds no data: CloudFormation shows it to the operator who deploys. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}

/** The resource's attributes, read by `Fn::GetAtt` in a template. CloudFormation never shows them (`NoEcho`). */
export type ResourceData = Record<string, string>;

type Work = (
  millisLeft: () => number,
  event: CloudFormationCustomResourceEvent,
) => Promise<void> | Promise<ResourceData>;

type Outcome = { failure: string } | { data: ResourceData | undefined };

/** Reserved of the function's time, so that the function can report work that hangs as a timeout. */
const ANSWERING_MILLIS = 10_000;

/**
 * The Lambda function of a CloudFormation custom resource: runs `work` when the resource is created or updated, and
 * reports the outcome to CloudFormation. If it cannot report, it fails and Lambda retries it, so `work` must be
 * idempotent. If no report arrives, the deploy waits until the resource's own timeout. A delete does nothing, as
 * what was made may be in use. The function needs a timeout of well over 10 seconds; `work` gets the time that is
 * left, in milliseconds. The value that `work` returns becomes the resource's attributes.
 */
export function customResource(work: Work) {
  return async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
    const millisLeft = () => context.getRemainingTimeInMillis() - ANSWERING_MILLIS;
    const outcome: Outcome =
      event.RequestType === 'Delete'
        ? { data: undefined }
        : await inTime<Outcome>(
            outcomeOf(() => work(millisLeft, event), context),
            millisLeft(),
            { failure: 'The function ran out of time.' },
          );
    const resource = { resource: event.LogicalResourceId, request: event.RequestType };
    log.info('custom resource', { ...resource, ...('failure' in outcome && outcome) });
    await answer(event, outcome);
  };
}

/** Runs `work`. Of an error other than ResourceFailure only the name is reported: its message might quote data. */
async function outcomeOf(work: () => ReturnType<Work>, context: Context): Promise<Outcome> {
  try {
    return { data: (await work()) ?? undefined };
  } catch (error) {
    if (error instanceof ResourceFailure) return { failure: error.message };
    const requestId = context.awsRequestId;
    log.error('custom resource failed', error, { requestId });
    const kind = error instanceof Error ? error.name : 'Error';
    return { failure: `${kind}: see the log of ${context.functionName}, request ${requestId}.` };
  }
}

/** @throws Error if CloudFormation does not accept the report; the message never has the URL, which is signed */
async function answer(event: CloudFormationCustomResourceEvent, outcome: Outcome): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId =
    event.RequestType === 'Create' ? `${StackId}/${LogicalResourceId}` : event.PhysicalResourceId;
  const ids = { StackId, RequestId, LogicalResourceId, PhysicalResourceId };
  const response: CloudFormationCustomResourceResponse =
    'failure' in outcome
      ? { Status: 'FAILED', Reason: outcome.failure, ...ids }
      : { Status: 'SUCCESS', ...ids, ...(outcome.data && { NoEcho: true, Data: outcome.data }) };
  const { ok, status } = await fetch(event.ResponseURL, {
    method: 'PUT',
    // The URL is signed for a request without a content type.
    headers: { 'content-type': '' },
    body: JSON.stringify(response),
  });
  if (!ok) throw new Error(`CloudFormation did not accept the outcome: status ${status}.`);
}
