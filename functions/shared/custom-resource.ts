import { setTimeout } from 'node:timers/promises';
import type {
  CloudFormationCustomResourceCreateEvent,
  CloudFormationCustomResourceEvent,
  CloudFormationCustomResourceResponse,
  CloudFormationCustomResourceUpdateEvent,
  Context,
} from 'aws-lambda';
import { inTime } from '../http/in-time.ts';
import { log } from './log.ts';

export type Wanted = CloudFormationCustomResourceCreateEvent | CloudFormationCustomResourceUpdateEvent;

/** A failure whose words hold no data: whoever deploys is shown them. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}

const ATTEMPTS = 3;
const ATTEMPT_MILLIS = 3000;
/** Kept back of the function's time: without an answer CloudFormation would wait for an hour. */
const ANSWERING_MILLIS = 10_000;

/**
 * The Lambda function of a CloudFormation custom resource: does the work when the resource is created or updated, and
 * tells CloudFormation how that went. The work may be done twice and must come to the same. A delete does nothing, as
 * what was made may be in use. The function needs a timeout of well over 10 seconds.
 */
export function customResource(work: (wanted: Wanted) => Promise<void>) {
  return async (event: CloudFormationCustomResourceEvent, context: Context): Promise<void> => {
    const wanted = event.RequestType === 'Delete' ? undefined : work(event);
    const left = context.getRemainingTimeInMillis() - ANSWERING_MILLIS;
    const failure = wanted && (await inTime(failureOf(wanted, context), left, 'The time was not enough.'));
    const resource = { resource: event.LogicalResourceId, request: event.RequestType };
    log.info('custom resource', { ...resource, ...(failure !== undefined && { failure }) });
    await answer(event, failure);
  };
}

/** Why some work failed, as one may tell: any other error's own words might quote data, so its kind must do. */
async function failureOf(work: Promise<void>, context: Context): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof ResourceFailure) return error.message;
    const requestId = context.awsRequestId;
    log.error('custom resource', error, { requestId });
    const kind = error instanceof Error ? error.name : 'Error';
    return `${kind}: see the log of ${context.functionName}, request ${requestId}.`;
  }
}

/** @throws Error where CloudFormation cannot be reached: Lambda then runs the function again */
async function answer(event: CloudFormationCustomResourceEvent, failure: string | undefined): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = event;
  const PhysicalResourceId =
    event.RequestType === 'Create' ? `${StackId}/${LogicalResourceId}` : event.PhysicalResourceId;
  const ids = { StackId, RequestId, LogicalResourceId, PhysicalResourceId };
  const response: CloudFormationCustomResourceResponse =
    failure === undefined ? { Status: 'SUCCESS', ...ids } : { Status: 'FAILED', Reason: failure, ...ids };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await isPut(event.ResponseURL, JSON.stringify(response))) return;
    await setTimeout(attempt * 100);
  }
  throw new Error('CloudFormation could not be told the outcome.');
}

async function isPut(url: string, body: string): Promise<boolean> {
  try {
    // The URL is signed for a request without a content type.
    const headers = { 'content-type': '' };
    const signal = AbortSignal.timeout(ATTEMPT_MILLIS);
    return (await fetch(url, { method: 'PUT', headers, body, signal })).ok;
  } catch {
    return false;
  }
}
