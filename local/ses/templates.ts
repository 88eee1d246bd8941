import type { State } from '../support/state.ts';
import type { SesRequest } from './ses-request.ts';

const FOLDER = '/v2/email/templates';
const headers = { 'content-type': 'application/json', authorization: 'AWS local' };

type Template = {
  readonly TemplateName: string;
  readonly TemplateContent: object;
};

/** Stores the mail templates, and restores them to an emulator that lost all of them. */
export class Templates {
  readonly #state: State;
  readonly #send: (request: SesRequest) => Promise<Response>;

  constructor(state: State, send: (request: SesRequest) => Promise<Response>) {
    this.#state = state;
    this.#send = send;
  }

  /** Stores the effect of a successful request on the templates. */
  record({ method, path, body }: SesRequest): void {
    if (!path.startsWith(FOLDER) || path.endsWith('/render')) return;
    const name = decodeURIComponent(path.slice(FOLDER.length + 1));
    if (method === 'POST') this.#keep(JSON.parse(body.toString('utf8')));
    if (method === 'PUT') this.#keep({ ...JSON.parse(body.toString('utf8')), TemplateName: name });
    if (method === 'DELETE') this.#state.delete(`template/${name}`);
  }

  /** Sends a request to the emulator; restores the templates first if the emulator was restarted or cleared. */
  async guard(request: SesRequest, send: () => Promise<Response>): Promise<Response> {
    // Before the request: a newly created template would hide that the others are lost, or take an edited one's name.
    if (request.path.startsWith(FOLDER)) await this.#restore();
    const answer = await send();
    return answer.status === 404 && (await this.#restore()) ? send() : answer;
  }

  async #restore(): Promise<boolean> {
    const kept = this.#state.list('template/') as Template[];
    if (kept.length === 0) return false;
    const list = await this.#send({ method: 'GET', path: FOLDER, headers, body: Buffer.of() });
    const { TemplatesMetadata: present } = (await list.json()) as { TemplatesMetadata: unknown[] };
    if (present.length > 0) return false;
    for (const template of kept) {
      const body = Buffer.from(JSON.stringify(template));
      await this.#send({ method: 'POST', path: FOLDER, headers, body });
    }
    return true;
  }

  #keep(template: Template): void {
    this.#state.set(`template/${template.TemplateName}`, template);
  }
}
