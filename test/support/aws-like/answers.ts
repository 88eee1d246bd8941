import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';

/** DynamoDB's answers in wire format, so that the SDK makes its own errors of them. */

export type Request = { headers: Record<string, string>; body: string | Uint8Array };
export type Answer = {
  response: { statusCode: number; headers: Record<string, string>; body: Readable };
};

const answer = (statusCode: number, body: object): Answer => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  },
});

/** An error answer with the exception of this name. */
export const refused = (name: string, more: object = {}): Answer =>
  answer(400, {
    __type: `com.amazonaws.dynamodb.v20120810#${name}`,
    message: 'Refused as AWS does',
    ...more,
  });

/** The answer to a cancelled transaction; `codes` has the reason of each item, in order. */
export const cancelled = (codes: string[]): Answer =>
  refused('TransactionCanceledException', {
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    CancellationReasons: codes.map(Code => (Code === 'None' ? { Code } : { Code, Message: Code })),
  });

/** Adds members to the body of a successful answer. */
export async function extended({ response }: Answer, members: object): Promise<Answer> {
  const body = (await json(response.body)) as object;
  return answer(response.statusCode, response.statusCode === 200 ? { ...body, ...members } : body);
}

/** Replaces the body of a request. DynamoDB Local does not check signatures. */
export function withBody(request: Request, input: object): Request {
  const body = JSON.stringify(input);
  const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
  return { ...request, headers, body };
}

/** The error of the SDK's HTTP handler if the connection ends before the answer. */
export const connectionLost = (): Error =>
  Object.assign(new Error('the connection was lost before the answer came'), {
    name: 'TimeoutError',
    code: 'ECONNRESET',
  });
