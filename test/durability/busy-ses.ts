import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';

/** What became of one request to send. */
export type Take = {
  mail: string;
  at: number;
  /** `hung` was taken, but its answer never came. */
  kind: 'answered' | 'hung';
};

type Tags = Record<string, string>;

type Temper = {
  /** How many mails a second it takes; of more it says that they are too many. */
  ratePerSecond: number;
  /** Shares of the requests that it fails, and that it never answers; of those it has taken every other one. */
  fails: number;
  hangs: number;
  template: { subject: string; html: string; text: string };
  /** SES tells by an event that it took a mail, also where its answer was lost. */
  onHungTake: (tags: Tags) => void;
};

/** An SES that is slow and not well, and notes what it took. */
export class BusySes {
  readonly takes: Take[] = [];
  readonly refusals = { throttled: 0, failed: 0, hungUntaken: 0 };
  readonly #temper: Temper;
  #second = 0;
  #takenThisSecond = 0;
  #server: LoopbackServer | undefined;

  constructor(temper: Temper) {
    this.#temper = temper;
  }

  async start(): Promise<string> {
    this.#server = await listenOnLoopback((request, response) => void this.#answer(request, response));
    return `http://127.0.0.1:${this.#server.port}`;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.method === 'GET') return this.#template(response);
    const tags = tagsIn(body);
    const { mail = '' } = tags;
    if (Math.random() < this.#temper.hangs) return this.#hang(tags, mail);
    if (Math.random() < this.#temper.fails) {
      this.refusals.failed += 1;
      return refuse(response, 500, 'InternalServiceErrorException');
    }
    if (!this.#hasRoom()) {
      this.refusals.throttled += 1;
      return refuse(response, 429, 'TooManyRequestsException');
    }
    this.takes.push({ mail, at: Date.now(), kind: 'answered' });
    response.end(JSON.stringify({ MessageId: `message-${this.takes.length}` }));
  }

  /** Never answers: the connection stays open until the mailer has had enough of it. */
  #hang(tags: Tags, mail: string): void {
    if (Math.random() < 0.5 || !this.#hasRoom()) {
      this.refusals.hungUntaken += 1;
      return;
    }
    this.takes.push({ mail, at: Date.now(), kind: 'hung' });
    this.#temper.onHungTake(tags);
  }

  #hasRoom(): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) this.#takenThisSecond = 0;
    this.#second = second;
    if (this.#takenThisSecond >= this.#temper.ratePerSecond) return false;
    this.#takenThisSecond += 1;
    return true;
  }

  #template(response: ServerResponse): void {
    const { subject: Subject, html: Html, text: Text } = this.#temper.template;
    response.end(JSON.stringify({ TemplateContent: { Subject, Html, Text } }));
  }
}

function refuse(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { 'x-amzn-errortype': type }).end('{}');
}

function tagsIn(body: string): Tags {
  const { EmailTags } = JSON.parse(body) as { EmailTags: { Name: string; Value: string }[] };
  return Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, Value]));
}
