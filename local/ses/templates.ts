import type { State } from '../support/state.ts';
import type { SesRequest } from './server.ts';

const folder = '/v2/email/templates';
const headers = { 'content-type': 'application/json', authorization: 'AWS local' };

interface Template {
  readonly TemplateName: string;
  readonly TemplateContent: object;
}

/** Keeps the mail templates, and gives them back to an emulator that lost all of them. */
export class Templates {
  readonly #state: State;
  readonly #send: (request: SesRequest) => Promise<Response>;

  constructor(state: State, send: (request: SesRequest) => Promise<Response>) {
    this.#state = state;
    this.#send = send;
  }

  /** Keeps what a request that succeeded did to the templates. */
  record({ method, path, body }: SesRequest): void {
    if (!path.startsWith(folder) || path.endsWith('/render')) return;
    const name = decodeURIComponent(path.slice(folder.length + 1));
    if (method === 'POST') this.#keep(JSON.parse(body.toString('utf8')));
    if (method === 'PUT') this.#keep({ ...JSON.parse(body.toString('utf8')), TemplateName: name });
    if (method === 'DELETE') this.#state.delete(`template/${name}`);
  }

  /** Sends a request to an emulator that has the templates, also when it was started afresh or cleared. */
  async guard(request: SesRequest, send: () => Promise<Response>): Promise<Response> {
    // Beforehand, because a template that is created would hide that the others are lost, or take an edited one's name.
    if (request.path.startsWith(folder)) await this.#restore();
    const answer = await send();
    return answer.status === 404 && (await this.#restore()) ? send() : answer;
  }

  async #restore(): Promise<boolean> {
    const kept = this.#state.list('template/') as Template[];
    if (kept.length === 0) return false;
    const list = await this.#send({ method: 'GET', path: folder, headers, body: Buffer.of() });
    const { TemplatesMetadata: present } = (await list.json()) as { TemplatesMetadata: unknown[] };
    if (present.length > 0) return false;
    for (const template of kept) {
      const body = Buffer.from(JSON.stringify(template));
      await this.#send({ method: 'POST', path: folder, headers, body });
    }
    return true;
  }

  #keep(template: Template): void {
    this.#state.set(`template/${template.TemplateName}`, template);
  }
}
