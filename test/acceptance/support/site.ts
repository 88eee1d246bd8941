import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { RouteName } from '../../../functions/contract/routes.ts';
import type { Answer, SiteId } from './answer.ts';
import { isBrief } from './brief.ts';
import { type Call, call } from './call.ts';
import { rememberSecrets } from './secrets.ts';
import { tokenUrl } from './target.ts';

/** Makes names unique for each run, because several runs may use the same API. */
const run = randomUUID().slice(0, 8);
let count = 0;
export const fresh = (what: string): string => `${what}-${run}-${++count}`;

/** A random word, so that a search in the logs finds no other text. */
export const word = (): string =>
  `Q${Array.from({ length: 11 }, () => String.fromCharCode(97 + randomInt(26))).join('')}`;

/** A person without an invitation. */
export const somebody = (domain = 'invited.test') => ({
  email: `${word()}@${domain}`,
  firstName: word(),
  lastName: word(),
});

type Claims = {
  sub: string;
  email?: string;
  given_name?: string;
  groups?: string[];
  scope?: string;
  site_role?: string;
  expiresIn?: number;
};

/** One site, as its own people use it. */
export class Site {
  readonly id: SiteId;
  readonly ownerId = fresh('owner');
  readonly #logins = new Map<string, Promise<string>>();

  constructor(id: SiteId) {
    this.id = id;
  }

  call(route: RouteName, request?: Call): Promise<Answer> {
    return call(this.id, route, request);
  }

  /** A login from the token URL, cached by its claims. */
  login(claims: Claims): Promise<string> {
    const key = JSON.stringify(claims);
    const known = this.#logins.get(key);
    if (known !== undefined) return known;
    const token = this.#askForToken(claims);
    this.#logins.set(key, token);
    return token;
  }

  async #askForToken(claims: Claims): Promise<string> {
    const person = { given_name: word(), family_name: word(), email: `${word()}@staff.test`, ...claims };
    rememberSecrets(person);
    const response = await fetch(tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...person, site: this.id }),
    });
    expect(response.status).toBe(200);
    return ((await response.json()) as { token: string }).token;
  }

  /** The owner of the rooms of {@link room}. */
  owner = (): Promise<string> => this.login({ sub: this.ownerId });
  backend = (): Promise<string> => this.login({ sub: 'backend', scope: 'rooms:write' });
  administrator = (): Promise<string> => this.login({ sub: 'administrator', scope: 'site:admin' });
  stranger = (): Promise<string> => this.login({ sub: 'stranger' });

  /** Registers a new room of the owner, which is open from the beginning. */
  async room(details: Record<string, unknown> = {}): Promise<string> {
    const roomId = fresh('room');
    const answer = await this.putRoom(roomId, details);
    expect(answer.status).toBe(201);
    return roomId;
  }

  async putRoom(roomId: string, details: Record<string, unknown> = {}): Promise<Answer> {
    const body = { title: 'Cell biology', ownerId: this.ownerId, chatAndCollaboration: true, ...details };
    return this.call('putRoom', { path: { roomId }, body, login: await this.backend() });
  }

  async deleteRoom(roomId: string): Promise<Answer> {
    return this.call('deleteRoom', { path: { roomId }, login: await this.backend() });
  }

  /** Calls a route of one room or invitation as the owner. */
  async manage(route: RouteName, path: Record<string, string>, request: Call = {}): Promise<Answer> {
    return this.call(route, { path, login: await this.owner(), ...request });
  }

  /** Generates an invitation. @returns what the manager and the invitee know of it */
  async invite(roomId: string, given: Record<string, unknown> = {}) {
    const body = { ...somebody(), role: 'speaker', ...given };
    const { status, body: answer } = await this.manage('generateInvitation', { roomId }, { body });
    expect([200, 201]).toContain(status);
    const { invitation, link } = answer;
    return { roomId, id: invitation.id as string, path: { roomId, id: invitation.id }, link, ...body };
  }
}

export const demo = new Site('demo');
export const other = new Site('other');

/** Defines the same tests for each site; a brief run has only one. */
export const atBothSites = (tests: (site: Site) => void): void => {
  describe.each(isBrief ? [demo] : [demo, other])('$id', tests);
};
