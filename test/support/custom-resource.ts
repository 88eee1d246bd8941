import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  CloudFormationCustomResourceEvent,
  CloudFormationCustomResourceResponse,
  Context,
} from 'aws-lambda';

type Handler = (event: CloudFormationCustomResourceEvent, context: Context) => Promise<void>;
type Told = CloudFormationCustomResourceResponse & { contentType: string | undefined };
type Options = {
  request?: object;
  millisLeft?: number;
  /** The status with which CloudFormation answers. */
  status?: number;
};

/** Runs a custom resource as a deploy does. @returns every response that it sends to CloudFormation */
export async function deploy(handler: Handler, { request, millisLeft = 60_000, status = 200 }: Options = {}) {
  const told: Told[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await new Response(incoming as unknown as ReadableStream).text();
    told.push({ ...JSON.parse(body), contentType: incoming.headers['content-type'] });
    response.writeHead(status).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const event = {
    RequestType: 'Create',
    ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/signed?secret`,
    StackId: 'arn:stack',
    RequestId: 'request-1',
    LogicalResourceId: 'Resource',
    ...request,
  } as CloudFormationCustomResourceEvent;
  const context = {
    awsRequestId: 'lambda-1',
    functionName: 'function',
    getRemainingTimeInMillis: () => millisLeft,
  } as Context;
  try {
    await handler(event, context);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return told;
}
