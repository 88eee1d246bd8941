import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';

/** One mail that SES accepted. */
export type Take = {
  mail: string;
  at: number;
  /** `hung`: SES accepted the mail, but never answered. */
  kind: 'answered' | 'hung';
};

type Tags = Record<string, string>;

type Temper = {
  /** The rate limit in mails a second; SES throttles requests above it. */
  ratePerSecond: number;
  /** Shares of the requests that fail, and that hang; half of those that hang are accepted. */
  fails: number;
  hangs: number;
  template: { subject: string; html: string; text: string };
  /** Called for an accepted mail whose answer is lost: SES reports it by an event anyway. */
  onHungTake: (tags: Tags) => void;
};

/** A slow and unreliable SES that records the mails that it accepted. */
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

  /** Never answers: the connection stays open until the mailer's timeout. */
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
