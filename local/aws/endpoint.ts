import type { IncomingMessage, ServerResponse } from 'node:http';
import { log } from '../../functions/runtime/log.ts';
import { readBody } from '../support/body.ts';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback.ts';

const LIMIT = 2_000_000;

/** An error that an operation answers; `name` is AWS's name of the error. */
export class AwsError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Operations of AWS's JSON protocol, keyed by X-Amz-Target. */
export type AwsOperations = Readonly<Record<string, (input: Record<string, unknown>) => object>>;

/** Starts a loopback endpoint for AWS clients that answers these operations. */
export function startAwsEndpoint(operations: AwsOperations): Promise<LoopbackServer> {
  return listenOnLoopback((request, response) => {
    answer(operations, request).then(
      output => send(response, 200, output),
      error => {
        if (!(error instanceof AwsError)) log.error('AWS endpoint failed', error);
        const known = error instanceof AwsError ? error : new AwsError('InternalFailure', 'Internal failure');
        send(response, error instanceof AwsError ? 400 : 500, { __type: known.name, message: known.message });
      },
    );
  });
}

async function answer(operations: AwsOperations, request: IncomingMessage): Promise<object> {
  const operation = operations[String(request.headers['x-amz-target'])];
  if (!operation) throw new AwsError('UnknownOperationException', 'This operation is not available locally');
  const body = await readBody(request, LIMIT);
  if (!body) throw new AwsError('ValidationException', 'The request is too large');
  return operation(JSON.parse(body.toString('utf8')));
}

function send(response: ServerResponse, status: number, output: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(output));
}
