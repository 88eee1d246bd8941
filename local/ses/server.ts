import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { log } from '../../functions/runtime/log.ts';
import { StartupError } from '../startup-error.ts';
import { readBody } from '../support/body.ts';
import { type LoopbackServer, listenOnLoopback } from '../support/loopback.ts';
import type { State } from '../support/state.ts';
import { MailTags } from './mail-tags.ts';
import type { SesRequest } from './ses-request.ts';
import { Templates } from './templates.ts';

const LIMIT = 40_000_000;
const CONNECTION_HEADERS = new Set([
  'connection',
  'host',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'expect',
]);

export type Ses = LoopbackServer & {
  readonly endpoint: string;
  readonly mailTags: MailTags;
};

/**
 * Starts the SES emulator, or uses the one at `endpoint`. It is a proxy that stores what the emulator does not
 * keep: the templates, across restarts, and the tags that a mail was sent with.
 */
export async function startSes(
  state: State,
  { port, endpoint }: { port: number; endpoint: string | undefined },
): Promise<Ses> {
  const emulator = endpoint === undefined ? await startEmulator() : await findEmulator(endpoint);
  const templates = new Templates(state, request => send(emulator.url, request));
  const mailTags = new MailTags(state);

  const frontPort = endpoint === undefined ? port : undefined;
  const front = await listenOnLoopback((incoming, outgoing) => {
    pass(incoming, outgoing).catch(error => {
      log.error('SES emulator failed', error);
      if (!outgoing.headersSent) outgoing.writeHead(503, { 'x-amzn-errortype': 'ServiceUnavailable' });
      outgoing.end();
    });
  }, frontPort);

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const answer = await templates.guard(request, () => send(emulator.url, request));
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.ok) {
      templates.record(request);
      mailTags.record(request, body);
    }
    const headers = [...answer.headers].filter(([name]) => !CONNECTION_HEADERS.has(name));
    outgoing
      .writeHead(answer.status, { ...errorType(answer, body), ...Object.fromEntries(headers) })
      .end(body);
  }

  return {
    endpoint: `http://127.0.0.1:${front.port}`,
    mailTags,
    port: front.port,
    stop: async () => {
      await front.stop();
      emulator.stop();
    },
  };
}

async function startEmulator() {
  const require = createRequire(import.meta.url);
  const { default: emulator } = require('aws-ses-v2-local') as typeof import('aws-ses-v2-local');
  const server = await emulator({ host: '127.0.0.1', port: 0 });
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** Retries for five seconds, because the emulator may be starting at the same time. */
async function findEmulator(url: string) {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const answered = await fetch(`${url}/health-check`).then(
      () => true,
      () => false,
    );
    if (answered) return { url, stop: () => {} };
    await pause(250);
  }
  throw new StartupError(`The SES emulator at ${url} does not answer.`);
}

async function readRequest(incoming: IncomingMessage): Promise<SesRequest> {
  const headers = Object.entries(incoming.headersDistinct).filter(([name]) => !CONNECTION_HEADERS.has(name));
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: Object.fromEntries(headers.map(([name, values = []]) => [name, values.join(', ')])),
    body: (await readBody(incoming, LIMIT)) ?? Buffer.of(),
  };
}

/** The emulator names its errors in the body only, but AWS clients read the header. */
function errorType(answer: Response, body: Buffer): Record<string, string> {
  const type = /"type":"(\w+)"/.exec(answer.ok ? '' : body.toString('utf8'))?.[1];
  return type ? { 'x-amzn-errortype': type } : {};
}

function send(upstream: string, { method, path, headers, body }: SesRequest): Promise<Response> {
  const content = method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) };
  return fetch(upstream + path, { method, headers, redirect: 'manual', ...content });
}
