import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { fileOf } from '../../functions/contract/function-files.ts';

const TIMEOUT_MILLIS = 10_000;

export type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/** The handler of a function: `generateInvitation` is in functions/invitations/generate-invitation.ts. */
export async function loadHandler<Event, Result>(name: string): Promise<Handler<Event, Result>> {
  const { folder, file } = fileOf(name);
  const { handler } = await import(`../../functions/${folder}/${file}.ts`);
  return handler;
}

/** Calls a handler as Lambda does, with a deadline. */
export async function invoke<Event, Result>(handler: Handler<Event, Result>, event: Event): Promise<Result> {
  const deadline = Date.now() + TIMEOUT_MILLIS;
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('The function timed out')), TIMEOUT_MILLIS);
  try {
    return await Promise.race([handler(event, createContext(deadline)), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function createContext(deadline: number): Context {
  const functionName = 'roompass-local';
  const unused = () => {};
  return {
    awsRequestId: randomUUID(),
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '256',
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: unused,
    fail: unused,
    succeed: unused,
  };
}
