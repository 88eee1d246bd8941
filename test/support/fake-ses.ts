import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { defaultTemplate } from '../../emails/defaults.ts';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';

export type Refusal = { status: number; type: string; message?: string };
type Content = { Subject: string; Html: string; Text: string };

/** A mail that {@link FakeSes} received, as the SDK writes it. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads any mail
export type SentMail = any;

/** An SES that accepts mails, or fails as a test wants. It has the English default template for every site. */
export class FakeSes {
  readonly mails: SentMail[] = [];
  readonly templates = new Map<string, Content>();
  /** Requests to send, including those that were refused. */
  attempts = 0;
  /** The refusals of the next requests to send, in turn. */
  refusals: Refusal[] = [];
  /** Requests for the list of templates, and the refusal of all of them instead of the list. */
  lists = 0;
  listRefusal: Refusal | undefined;
  /** The delay before each answer. */
  delayMillis = 0;
  #server: LoopbackServer | undefined;

  async start(): Promise<string> {
    this.#server = await listenOnLoopback((request, response) => void this.#answer(request, response));
    return `http://127.0.0.1:${this.#server.port}`;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  /** Resets everything except the templates. */
  recover(): void {
    this.mails.length = 0;
    this.attempts = 0;
    this.refusals = [];
    this.lists = 0;
    this.listRefusal = undefined;
    this.delayMillis = 0;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/v2/email/templates') return this.#list(response);
    if (request.method === 'GET') return this.#template(pathname, response);
    this.attempts += 1;
    // Decided before the delay: after the caller's timeout, a request must not use up a later test's refusal.
    const refusal = this.refusals.shift();
    if (refusal === undefined) this.mails.push(JSON.parse(body));
    const answer = `{"MessageId":"message-${this.mails.length}"}`;
    await pause(this.delayMillis);
    if (refusal === undefined) response.end(answer);
    else refuse(response, refusal);
  }

  #list(response: ServerResponse): void {
    this.lists += 1;
    const TemplatesMetadata = [...this.templates.keys()].map(TemplateName => ({ TemplateName }));
    if (this.listRefusal !== undefined) refuse(response, this.listRefusal);
    else response.end(JSON.stringify({ TemplatesMetadata }));
  }

  #template(path: string, response: ServerResponse): void {
    const name = path.split('/').at(-1) ?? '';
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
