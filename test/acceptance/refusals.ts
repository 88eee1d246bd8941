import { describe, expect, test } from 'vitest';
import type { Route } from '../../functions/contract/route.ts';
import { type RouteName, routes } from '../../functions/contract/routes.ts';
import type { Answer } from './support/answer.ts';
import { Invitee } from './support/invitee.ts';
import { atBothSites, type Site, somebody, word } from './support/site.ts';

/** Refusals that all routes have in common, tested at each route of the contract, so also at a new one. */

const row = { ...somebody(), role: 'viewer' };
const bodies: Partial<Record<RouteName, object>> = {
  putRoom: { title: 'A room', ownerId: 'owner', chatAndCollaboration: true },
  putPeople: { people: [{ id: 'someone', ...somebody() }] },
  generateInvitation: row,
  generateInvitations: { invitations: [row] },
  changeInvitation: { locale: 'fr' },
  promoteInvitation: { role: 'viewer' },
  putEmailTemplate: { subject: 'Hi', html: '{{link}}', text: '{{link}}' },
  redeemInvitation: { token: 'x' },
  requestLink: { token: 'x' },
  getLaunchForm: { token: 'x' },
};
const queries: Partial<Record<RouteName, Record<string, string>>> = { findPeople: { q: word() } };

const names = (Object.keys(routes) as RouteName[]).filter(name => name !== 'fallback');
const route = (name: RouteName): Route => routes[name];
const those = (is: (route: Route) => boolean) => names.filter(name => is(route(name)));

const isForLogins = ({ caller }: Route) => ['person', 'backend', 'administrator'].includes(caller);
const isInRoom = ({ path, caller }: Route) => path.includes('{roomId}') && caller === 'person';

describe('refusals', () => {
  atBothSites(site => {
    test.each(those(isForLogins))('%s: a caller without a login of the site is refused', async name => {
      for (const authorization of [
        undefined,
        'Bearer',
        'Bearer x.y.z',
        'Basic eDp5',
        `Bearer ${await expired(site)}`,
        `Bearer ${await lasting(site)}`,
      ]) {
        const headers = authorization === undefined ? {} : { authorization };
        const answer = await send(site, name, { headers });
        expectProblem(answer, 401, 'unauthenticated');
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    });

    test.each(those(({ caller }) => caller === 'backend' || caller === 'administrator'))(
      '%s: a caller without the required scope is refused',
      async name => {
        const scope = route(name).caller === 'backend' ? 'site:admin' : 'rooms:write';
        const login = await site.login({ sub: 'unscoped', scope: `${scope} openid` });
        expectProblem(await send(site, name, { login }), 403, 'forbidden');
      },
    );

    test.each(those(isInRoom))('%s: a room that does not exist is answered room_not_found', async name => {
      const answer = await send(site, name, { path: { roomId: 'no-such-room', id: 'x' } });
      expectProblem(answer, 404, 'room_not_found');
    });

    test.each(those(each => isInRoom(each) && !each.path.endsWith('/invite-options')))(
      '%s: a caller who does not manage the room is refused',
      async name => {
        const { path } = await site.invite(await site.room());
        const code = route(name).problems.includes('forbidden') ? 'forbidden' : 'not_allowed_to_invite';
        expectProblem(await send(site, name, { path, login: await site.stranger() }), 403, code);
      },
    );

    test.each(those(({ path }) => path.includes('/invitations/{id}')))(
      '%s: an invitation that does not exist is not found',
      async name => {
        const path = { roomId: await site.room(), id: 'f'.repeat(32) };
        expectProblem(await send(site, name, { path }), 404, 'invitation_not_found');
      },
    );

    test.each(those(({ path }) => path.includes('{')))(
      '%s: an invalid id in the path is refused',
      async name => {
        for (const odd of ['a b', 'ä', 'x'.repeat(129), 'a%2fb']) {
          const answer = await send(site, name, {
            path: { roomId: odd, id: odd, code: odd, name: odd, locale: odd },
          });
          expectProblem(answer, 400, 'invalid_request');
        }
      },
    );

    test.each(those(({ path }) => path.includes('{')))(
      '%s: an id with a slash in the path is refused',
      async name => {
        const { method, path } = route(name);
        const at = { method, path: path.replaceAll(/\{\w+\}/g, 'a%2fb') };
        const login = await loginFor(site, name);
        const { status } = await site.call('fallback', { at, login });
        // A gateway that does not decode the path sees an odd id, one that decodes it sees another path.
        expect([400, 404]).toContain(status);
      },
    );

    test.each(those(({ query }) => query !== undefined))(
      '%s: an unknown parameter is refused',
      async name => {
        const query = { ...queries[name], unknown: 'x' };
        expectProblem(await send(site, name, { query }), 400, 'invalid_request');
      },
    );

    test.each(those(({ body }) => body !== undefined))(
      '%s: a body that is no valid JSON object, has an unknown member, is no JSON type or is too large is refused',
      async name => {
        const good = bodies[name] ?? {};
        const broken = ['', '{', 'null', '[]', JSON.stringify({ ...good, unknown: 1 })];
        for (const body of broken) expectProblem(await send(site, name, { body }), 400, 'invalid_request');
        const text = await send(site, name, { headers: { 'content-type': 'text/plain' } });
        expectProblem(text, 415, 'unsupported_media_type');
        const limit = (route(name).bodyLimitKiB ?? 64) * 1024;
        const atLimit = await send(site, name, { body: ' '.repeat(limit) });
        expectProblem(atLimit, 400, 'invalid_request');
        expectProblem(await send(site, name, { body: ' '.repeat(limit + 1) }), 413, 'payload_too_large');
      },
    );

    test('getSession: a caller without a ticket is refused', async () => {
      expectProblem(await site.call('getSession'), 401, 'unauthenticated');
    });
  });
});

type Sent = {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: string;
  login?: string;
  headers?: Record<string, string>;
};

const expired = (site: Site): Promise<string> => site.login({ sub: site.ownerId, expiresIn: -120 });

const lasting = (site: Site): Promise<string> => site.login({ sub: site.ownerId, expiresIn: 2 * 86_400 });

/** Sends a request that is valid except for `given`. */
async function send(site: Site, name: RouteName, given: Sent): Promise<Answer> {
  const { caller } = route(name);
  const hasLogin = given.login !== undefined || given.headers?.authorization !== undefined;
  const asksForNone = given.headers !== undefined && Object.keys(given.headers).length === 0;
  const login = hasLogin || asksForNone ? given.login : await loginFor(site, name);
  const dpop = caller === 'invitee' ? { dpop: await (await Invitee.at(site)).proof(route(name).path) } : {};
  return site.call(name, {
    path: { roomId: 'no-such-room', id: 'x', code: 'x', name: 'x', locale: 'en' },
    ...(queries[name] && { query: queries[name] }),
    ...(route(name).body && { body: bodies[name] ?? {} }),
    ...given,
    login,
    headers: { ...dpop, ...given.headers },
  });
}

async function loginFor(site: Site, name: RouteName): Promise<string | undefined> {
  switch (route(name).caller) {
    case 'person':
      return site.owner();
    case 'backend':
      return site.backend();
    case 'administrator':
      return site.administrator();
    default:
      return undefined;
  }
}

function expectProblem({ status, body }: Answer, expected: number, code: string): void {
  expect({ status, code: body.code }).toEqual({ status: expected, code });
}
