import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { defaultTemplate } from '../../emails/defaults.ts';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';

export type Refusal = { status: number; type: string; message?: string };
type Content = { Subject: string; Html: string; Text: string };

/** What was asked of {@link FakeSes}, as the SDK writes it. */
// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever was sent
export type SentMail = any;

/** An SES that takes mails, or does whatever a test wants of it. It has the default template in English for every site. */
export class FakeSes {
  readonly mails: SentMail[] = [];
  readonly templates = new Map<string, Content>();
  /** Requests to send, those that were refused included. */
  attempts = 0;
  /** What it says to the next requests to send, in turn. */
  refusals: Refusal[] = [];
  /** How long it takes before it answers. */
  delayMillis = 0;
  #server: LoopbackServer | undefined;

  async start(): Promise<string> {
    this.#server = await listenOnLoopback((request, response) => void this.#answer(request, response));
    return `http://127.0.0.1:${this.#server.port}`;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  /** As new, but for its templates. */
  recover(): void {
    this.mails.length = 0;
    this.attempts = 0;
    this.refusals = [];
    this.delayMillis = 0;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    if (request.method === 'GET') return this.#template(request.url ?? '', response);
    this.attempts += 1;
    await pause(this.delayMillis);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return refuse(response, refusal);
    this.mails.push(JSON.parse(body));
    response.end(`{"MessageId":"message-${this.mails.length}"}`);
  }

  #template(url: string, response: ServerResponse): void {
    const name = url.split('/').at(-1) ?? '';
    const content = this.templates.get(name) ?? (/_invitation_en$/.test(name) ? english() : undefined);
    if (content === undefined) refuse(response, { status: 404, type: 'NotFoundException' });
    else response.end(JSON.stringify({ TemplateName: name, TemplateContent: content }));
  }
}

function english(): Content {
  const content = defaultTemplate({ name: 'invitation', locale: 'en' });
  return { Subject: content?.subject ?? '', Html: content?.html ?? '', Text: content?.text ?? '' };
}

function refuse(response: ServerResponse, { status, type, message }: Refusal): void {
  response.writeHead(status, { 'x-amzn-errortype': type }).end(JSON.stringify({ message }));
}
