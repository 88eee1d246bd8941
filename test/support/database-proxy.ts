import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const WRITES = /^(UpdateItem|PutItem|DeleteItem|TransactWriteItems)$/;

type Refusal = { status: number; body: object };

/**
 * How the database answers: `well` normally, `hanging` not at all, `mute` not to a write although it is done, `gone`
 * by closing the connection; a function may refuse an operation with an answer of the test.
 */
export type Mood = 'well' | 'hanging' | 'mute' | 'gone' | ((operation: string) => Refusal | undefined);

/** A proxy between the functions and DynamoDB that injects faults. */
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
