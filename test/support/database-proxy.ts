import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const WRITES = /^(UpdateItem|PutItem|DeleteItem|TransactWriteItems)$/;

type Refusal = { status: number; body: object };

/**
 * How a database answers: as it does, not at all, no write though it does it, by hanging up, or with something of
 * its own.
 */
export type Mood = 'well' | 'hanging' | 'mute' | 'gone' | ((operation: string) => Refusal | undefined);

/** Stands between the functions and DynamoDB, and has moods. */
export class DatabaseProxy {
  readonly #server = createServer((incoming, outgoing) => this.#answer(incoming, outgoing));
  readonly #target: string;
  mood: Mood = 'well';

  constructor(target: string) {
    this.#target = target;
  }

  async start(): Promise<string> {
    await new Promise<void>(started => this.#server.listen(0, '127.0.0.1', started));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (this.mood === 'gone') incoming.socket.destroy();
    if (this.mood === 'gone' || this.mood === 'hanging') return;
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '';
    const own = typeof this.mood === 'string' ? undefined : this.mood(operation);
    if (own === undefined) this.#pass(incoming, outgoing, this.mood === 'mute' && WRITES.test(operation));
    else refuse(incoming, outgoing, own);
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse, isMute: boolean): void {
    const { method = 'POST', headers, url = '/' } = incoming;
    const passed = request(new URL(url, this.#target), { method, headers }, answer => {
      if (isMute) return answer.resume();
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  }
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, { status, body }: Refusal): void {
  incoming.resume();
  outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  outgoing.end(JSON.stringify(body));
}
