import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import * as z from 'zod';
import { problemCodes, problems } from '../../domain/problems.ts';
import type { Route } from '../../functions/contract/route.ts';
import { type RouteName, routes } from '../../functions/contract/routes.ts';
import { type Answer, type Call, call, redeem, tokenOf } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { Device } from '../support/device.ts';
import { FULL } from '../support/full.ts';
import { type Invited, invite, loginOwner, putRoom } from '../support/ground.ts';
import { silenceLogs } from '../support/quiet.ts';
import { origin, startWithEmptyTable } from '../support/stack.ts';
import { exampleOf, inlined, type Schema } from './examples.ts';

export const routeNames = Object.keys(routes) as RouteName[];
export const routeOf = (name: RouteName): Route => routes[name];

export const schemaOf = (name: RouteName) =>
  inlined(z.toJSONSchema(routeOf(name).body ?? z.never(), { io: 'input', unrepresentable: 'any' })) as Schema;

/** The parameters in a route's path. */
export const parametersOf = (name: RouteName): string[] =>
  [...routeOf(name).path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => parameter);

const roomId = 'attacked';
/** All test files share one SES. This template has a random name, so it exists only if an attack has saved it. */
const template = { name: `t-${randomUUID().slice(0, 8)}`, locale: 'en' };

/** A caller with access to every route, and data for each route to work on. */
export class Stage {
  readonly owner: string;
  readonly device: Device;
  readonly meter = new DatabaseMeter();
  invited: Invited = { email: '', id: '', link: '' };
  #ticket = '';
  #settings: unknown;

  private constructor(owner: string, device: Device) {
    this.owner = owner;
    this.device = device;
  }

  static async set(): Promise<Stage> {
    silenceLogs();
    await startWithEmptyTable();
    const stage = new Stage(await loginOwner(), await Device.create());
    await stage.renew();
    return stage;
  }

  /** Restores settings, template, room, invitation and ticket after a call that may have changed them. */
  async renew(): Promise<void> {
    const { status, headers, body } = await call('getSettings', { token: this.owner });
    expect(status).toBe(200);
    this.#settings ??= body;
    if (!isDeepStrictEqual(this.#settings, body)) {
      const ifMatch = { 'if-match': headers.etag ?? '' };
      await call('putSettings', { token: this.owner, headers: ifMatch, body: this.#settings });
    }
    await call('deleteEmailTemplate', { parameters: template, token: this.owner });
    await putRoom(this.owner, roomId);
    this.invited = await invite(this.owner, roomId);
    const entered = await redeem({ device: this.device, ...this.invited, enter: true });
    this.#ticket = entered.body.ticket;
  }

  /** A valid call; the test replaces the part that it attacks. */
  async rightCall(name: RouteName): Promise<Call> {
    const known: Record<string, string> = { roomId, id: this.invited.id, code: 'link_invalid', ...template };
    const parameters = parametersOf(name).map(each => [each, known[each] ?? 'en']);
    return {
      parameters: Object.fromEntries(parameters),
      ...(routeOf(name).body && { body: this.example(name) }),
      ...(await this.#credentials(name)),
    };
  }

  /** A valid body for the route. */
  example(name: RouteName): unknown {
    return exampleOf(schemaOf(name), { token: tokenOf(this.invited.link) });
  }

  async #credentials(name: RouteName): Promise<Call> {
    const { path, caller } = routeOf(name);
    const url = origin + path;
    switch (caller) {
      case 'anyone':
        return { headers: {} };
      case 'invitee':
        return { headers: { dpop: await this.device.proof(url) } };
      case 'admitted': {
        const dpop = await this.device.proof(url, { ticket: this.#ticket });
        return { headers: { dpop, authorization: `DPoP ${this.#ticket}` } };
      }
      default:
        return { token: this.owner, headers: await this.#version(name) };
    }
  }

  /** The `If-Match` for a `PUT` that may need it: the ETag that the `GET` of the same path answers. */
  async #version(name: RouteName): Promise<Record<string, string>> {
    const { path, method } = routeOf(name);
    const reader = routeNames.find(each => routeOf(each).path === path && routeOf(each).method === 'GET');
    if (method !== 'PUT' || reader === undefined || path.includes('{')) return {};
    const { headers } = await call(reader, { token: this.owner });
    return headers.etag === undefined ? {} : { 'if-match': headers.etag };
  }

  /** Sends the call and checks what holds for every answer: never a 5xx, and a refused call writes nothing. */
  async attack(name: RouteName, attack: Call): Promise<Answer> {
    this.meter.take();
    const answer = await call(name, attack);
    const { writes } = this.meter.take();
    expect(answer.status).toBeGreaterThanOrEqual(200);
    if (answer.status >= 400) {
      expectProblem(answer);
      if (!leavesANote(name, answer)) expect(writes).toBe(0);
    } else if (writes > 0) await this.renew();
    return answer;
  }
}

/**
 * Refusals that write: a wrong address counts as an attempt, and the ETag of a template is compared under a lease.
 */
const leavesANote = (name: RouteName, { body }: Answer): boolean =>
  body.code === 'email_mismatch' ||
  (body.code === 'precondition_failed' && routeOf(name).needs.includes('template changes'));

/** Checks the form of a problem (docs/contract.md#4-errors), and that it is never a 5xx. */
export function expectProblem({ status, headers, body }: Answer): void {
  expect(status).toBeLessThan(500);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(problemCodes).toContain(body.code);
  expect(problems[body.code as keyof typeof problems].status).toBe(status);
  expect(body.type).toBe(`${origin}/problems/${body.code}`);
  if (body.code !== 'invalid_request') return;
  expect(body.errors.length).toBeGreaterThan(0);
  for (const { path, message } of body.errors) {
    expect(typeof path).toBe('string');
    // Our own message says what would be right.
    expect(message).toMatch(/^(must (?!match)|has |is not known$|did you mean )/);
  }
}

/** The answer to each row of a batch as a separate answer. Problems of people rows have only `errors`. */
export function answersIn(answer: Answer): Answer[] {
  const { results, problems: refused = [] } = answer.body ?? {};
  const asProblem = (status: number, body: object): Answer => ({
    status,
    headers: { ...answer.headers, 'content-type': 'application/problem+json' },
    body,
  });
  if (Array.isArray(results))
    return results.map(({ status, problem }) =>
      problem ? asProblem(status, problem) : { ...answer, status },
    );
  if (answer.status !== 200 || refused.length === 0) return [answer];
  const code = 'invalid_request';
  return refused.map(({ errors }: { errors: object[] }) =>
    asProblem(problems[code].status, { code, type: `${origin}/problems/${code}`, errors }),
  );
}

export const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
console.log(`bad input is made from SEED=${seed}`);

/** Parameters of fast-check; the printed seed repeats a failure. */
export const runs = (full: number, few = Math.ceil(full / 3)) => ({
  seed,
  numRuns: FULL ? full : few,
  endOnFailure: false,
});
