import type { IncomingMessage, ServerResponse } from 'node:http';
import { log } from '../../functions/runtime/log.ts';
import { readBody } from '../support/body.ts';
import { listenOnLoopback } from '../support/loopback.ts';
import { type Answer, answer } from './answer.ts';
import { seedDirectory } from './directory.ts';
import { createFaults, type Faults } from './faults.ts';
import type { Directory } from './model.ts';
import { remember, type SeenRequest } from './requests.ts';
import { createRoutes, type Incoming } from './routes.ts';

const BODY_LIMIT = 1_000_000;

type Options = { port?: number; directory?: Directory; now?: () => Date };

export type Kaltura = {
  readonly endpoint: string;
  readonly port: number;
  readonly directory: Directory;
  /** The latest requests, without the pages' own questions. */
  readonly requests: SeenRequest[];
  readonly faults: Faults;
  stop(): Promise<void>;
};

/** Starts a stand-in for Kaltura: its API, as far as the product needs it, and the pages that open its rooms. */
export async function startKaltura({
  port: wanted,
  now = () => new Date(),
  directory = seedDirectory(now()),
}: Options = {}): Promise<Kaltura> {
  const requests: SeenRequest[] = [];
  const faults = createFaults();
  const stopping = new AbortController();
  const routes = createRoutes({ directory, faults, now, stopped: stopping.signal });

  const { port, stop } = await listenOnLoopback((request, response) => {
    handle(request)
      .catch(error => {
        log.error('the stand-in for Kaltura failed', error);
        return answer(500, 'text/plain', 'The stand-in failed.');
      })
      .then(result => send(response, result));
  }, wanted);

  async function handle(request: IncomingMessage): Promise<Answer | undefined> {
    const body = await readBody(request, BODY_LIMIT);
    if (!body) return answer(413, 'text/plain', 'Too large');
    const incoming = toIncoming(request, body);
    const { method, url, fields } = incoming;
    const route = routes(incoming);
    const names = [...new Set(fields.map(([name]) => name))];
    if (!route?.isQuiet) remember(requests, { method, url: url.href, ...route?.call, names });
    return route ? route.answer() : answer(404, 'text/plain', 'Not found');
  }

  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    directory,
    requests,
    faults,
    stop: () => {
      stopping.abort();
      return stop();
    },
  };
}

function toIncoming({ method = 'GET', url: target = '/', headers }: IncomingMessage, body: Buffer): Incoming {
  const url = new URL(`http://${headers.host ?? 'localhost'}${target}`);
  const fields = [...url.searchParams, ...new URLSearchParams(body.toString('utf8'))];
  return { method, url, fields };
}

/** Without an answer the connection is closed. */
function send(response: ServerResponse, result: Answer | undefined): void {
  if (!result) response.destroy();
  else response.writeHead(result.status, result.headers).end(result.body);
}
