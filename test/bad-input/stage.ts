import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import * as z from 'zod';
import { problemCodes, problems } from '../../domain/problems.ts';
import type { Route } from '../../functions/contract/route.ts';
import { type RouteName, routes } from '../../functions/contract.ts';
import { type Answer, type Call, call, redeem, tokenOf } from '../support/api.ts';
import { DatabaseMeter } from '../support/database.ts';
import { Device } from '../support/device.ts';
import { type Invited, invite, loginOwner, putRoom } from '../support/ground.ts';
import { silenceLogs } from '../support/quiet.ts';
import { origin, startWithEmptyTable } from '../support/stack.ts';
import { exampleOf, inlined, type Schema } from './examples.ts';

export const routeNames = Object.keys(routes) as RouteName[];
export const routeOf = (name: RouteName): Route => routes[name];

export const schemaOf = (name: RouteName) =>
  inlined(z.toJSONSchema(routeOf(name).body ?? z.never(), { io: 'input', unrepresentable: 'any' })) as Schema;

/** The names in a route's path. */
export const parametersOf = (name: RouteName): string[] =>
  [...routeOf(name).path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => parameter);

const roomId = 'attacked';
/** SES is the same for all test files; this one's template is not there but for what an attack has saved. */
const template = { name: `t-${randomUUID().slice(0, 8)}`, locale: 'en' };

/** Somebody who may call every route, and something for each route to work on. */
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

  /** After a call that may have changed something. */
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

  /** A call that is right but for what the test adds. */
  async rightCall(name: RouteName): Promise<Call> {
    const known: Record<string, string> = { roomId, id: this.invited.id, code: 'link_invalid', ...template };
    const parameters = parametersOf(name).map(each => [each, known[each] ?? 'en']);
    return {
      parameters: Object.fromEntries(parameters),
      ...(routeOf(name).body && { body: this.example(name) }),
      ...(await this.#credentials(name)),
    };
  }

  /** A body that the route takes. */
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

  /** The `If-Match` that a route may need, from the route that reads the same. */
  async #version(name: RouteName): Promise<Record<string, string>> {
    const { path, method } = routeOf(name);
    const reader = routeNames.find(each => routeOf(each).path === path && routeOf(each).method === 'GET');
    if (method !== 'PUT' || reader === undefined || path.includes('{')) return {};
    const { headers } = await call(reader, { token: this.owner });
    return headers.etag === undefined ? {} : { 'if-match': headers.etag };
  }

  /** Calls, and expects what holds of every answer to anything: never a 5xx, and a refusal has changed nothing. */
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

/** A wrong address is counted, that is what it is for; and a template's ETag is compared while nobody else may save. */
const leavesANote = (name: RouteName, { body }: Answer): boolean =>
  body.code === 'email_mismatch' ||
  (body.code === 'precondition_failed' && routeOf(name).needs.includes('template changes'));

/** A problem as contract section 4 has it, and never one of ours. */
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
    // What would be right, in words of ours.
    expect(message).toMatch(/^(must (?!match)|has |is not known$|did you mean )/);
  }
}

/** Each row of a batch is an answer of its own. */
export const answersIn = (answer: Answer): Answer[] =>
  Array.isArray(answer.body?.results)
    ? answer.body.results.map((row: { status: number; problem?: object }) => ({
        ...answer,
        status: row.status,
        ...(row.problem && {
          headers: { ...answer.headers, 'content-type': 'application/problem+json' },
          body: row.problem,
        }),
      }))
    : [answer];

export const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
console.log(`bad input is made from SEED=${seed}`);

/** How fast-check is to go about it; a failure can be had again with the printed seed. */
export const runs = (numRuns: number) => ({ seed, numRuns, endOnFailure: false });
