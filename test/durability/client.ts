import { Device } from '../support/device.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test reads any answer
export type Answer = { status: number; headers: Headers; body: any };

export type Invitation = { id: string; email: string; delivery: { state: string } };

type Request = { token?: string; body?: unknown; headers?: Record<string, string> };

/** An HTTP client of a stack, as the front ends are. */
export class Client {
  readonly #origin: string;
  #proof: { value: string; madeAt: number } | undefined;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async send(method: string, path: string, { token, body, headers }: Request = {}): Promise<Answer> {
    const response = await fetch(this.#origin + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  async login(sub: string, scope?: string): Promise<string> {
    const person = { sub, email: `${sub}@demo.test`, given_name: 'Olive', family_name: 'Owner' };
    const { body } = await this.send('POST', '/dev/tokens', { body: { ...person, ...(scope && { scope }) } });
    return body.token;
  }

  /** Registers an open room of the owner. */
  async putRoom(room: string, ownerId: string): Promise<Answer> {
    const token = await this.login('backend', 'rooms:write');
    const body = { title: 'Durable', ownerId, chatAndCollaboration: true };
    return this.send('PUT', `/v1/rooms/${room}`, { token, body });
  }

  /** Every invitation of the room, from all pages of the list. */
  async list(room: string, token: string): Promise<Invitation[]> {
    const all: Invitation[] = [];
    for (let cursor = ''; ; ) {
      const query = `?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await this.send('GET', `/v1/rooms/${room}/invitations${query}`, { token });
      all.push(...body.items);
      if (body.nextCursor === undefined) return all;
      cursor = body.nextCursor;
    }
  }

  async currentLink(room: string, id: string, token: string): Promise<string> {
    const { body } = await this.send('GET', `/v1/rooms/${room}/invitations/${id}/link`, { token });
    return body.link;
  }

  /** The types of the invitation's history items. */
  async history(room: string, id: string, token: string): Promise<string[]> {
    const { body } = await this.send('GET', `/v1/rooms/${room}/invitations/${id}/history`, { token });
    return body.items.map(({ type }: { type: string }) => type);
  }

  /** Opens the link on an unknown device. @returns redeem's state, or the problem's code */
  async open(link: string): Promise<string> {
    const headers = { dpop: await this.#deviceProof() };
    const { body } = await this.send('POST', '/v1/redeem', { headers, body: { token: link.split('#')[1] } });
    return body.state ?? body.code;
  }

  /** Reuses one proof for many calls while it is fresh. */
  async #deviceProof(): Promise<string> {
    if (this.#proof === undefined || Date.now() - this.#proof.madeAt > 20_000) {
      const device = await Device.create();
      this.#proof = { value: await device.proof(`${this.#origin}/v1/redeem`), madeAt: Date.now() };
    }
    return this.#proof.value;
  }
}
