import { createLocalJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { problemCodes } from '../../domain/problems.ts';
import type { Route } from '../../functions/contract/route.ts';
import { routes } from '../../functions/contract/routes.ts';
import { Invitee } from './support/invitee.ts';
import { atBothSites, demo, other, type Site } from './support/site.ts';
import { description, isLocal, publicOrigin, siteOrigin } from './support/target.ts';

describe('public', () => {
  atBothSites(site => {
    test('the service is healthy and answers its version', async () => {
      const { body } = await site.call('getHealth');
      expect(body).toEqual({ status: 'ok', version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    });

    test('tickets verify against the published keys, which hold nothing private', async () => {
      const { body: keys } = await site.call('getTicketKeys');
      expect(Object.keys(keys.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      const invitation = await site.invite(await site.room());
      const { ticket } = (await (await Invitee.at(site)).enter(invitation)).body;
      const options = { issuer: publicOrigin, audience: site.id, typ: 'at+jwt' };
      const { payload } = await jwtVerify(ticket, createLocalJWKSet(keys), options);
      expect(payload.sub).toBe(invitation.id);
    });

    test('every problem code has a page, and other codes have none', async () => {
      for (const code of problemCodes) {
        const { status, body } = await site.call('getProblem', { path: { code } });
        expect(status).toBe(200);
        expect(body).toContain(`<code>${code}</code>`);
      }
      for (const code of ['toString', '__proto__', 'Forbidden']) {
        const { status, body } = await site.call('getProblem', { path: { code } });
        expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
      }
    });

    test.each([
      ['GET', '/v1'],
      ['GET', '/v1/rooms/'],
      ['GET', '/v1/health/'],
      ['GET', '/V1/health'],
    ])('%s %s is not found', async (method, path) => {
      const { status, body } = await site.call('fallback', { at: { method, path } });
      expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
    });

    test.each([
      ['POST', '/v1/health', 'GET, OPTIONS'],
      ['DELETE', '/v1/redeem', 'POST, OPTIONS'],
      ['POST', '/v1/rooms/open-room', 'PUT, GET, DELETE, OPTIONS'],
      ['PUT', '/problems/not_found', 'GET, OPTIONS'],
    ])('%s %s is answered with the allowed methods', async (method, path, allowed) => {
      const { status, body, headers } = await site.call('fallback', { at: { method, path } });
      expect({ status, code: body.code }).toEqual({ status: 405, code: 'method_not_allowed' });
      expect(headers.get('allow')).toBe(allowed);
      expect(body).not.toHaveProperty('allow');
    });

    test('a page of another site’s origin, or of an unknown origin, may not read an answer', async () => {
      const { roomId } = { roomId: await site.room() };
      for (const origin of ['https://evil.test', 'null', originOf(site === demo ? other : demo)]) {
        const { headers } = await site.manage('getRoom', { roomId }, { headers: { origin } });
        expect(headers.get('access-control-allow-origin'), origin).toBeNull();
      }
    });

    test.skipIf(siteOrigin === undefined)(
      'the site’s own pages may read answers and problems, without credentials',
      async () => {
        const origin = originOf(site);
        const answers = [
          await site.manage('getRoom', { roomId: await site.room() }, { headers: { origin } }),
          await site.manage('getRoom', { roomId: 'no-such-room' }, { headers: { origin } }),
          await site.call('redeemInvitation', { body: { token: 'x' }, headers: { origin } }),
        ];
        for (const { headers } of answers) {
          expect(headers.get('access-control-allow-origin')).toBe(origin);
          expect(headers.get('access-control-allow-credentials')).toBeNull();
          const exposed = String(headers.get('access-control-expose-headers')).toLowerCase().split(/, */);
          expect(exposed.sort()).toEqual(['etag', 'retry-after', 'x-request-id']);
        }
      },
    );

    test.skipIf(!isLocal)(
      'a preflight is allowed for the origins of all sites, and for no others',
      async () => {
        const preflight = (origin: string) =>
          site.call('fallback', {
            at: { method: 'OPTIONS', path: '/v1/redeem' },
            headers: { origin, 'access-control-request-method': 'POST' },
          });
        const allowed = await preflight(originOf(site));
        expect(allowed.status).toBe(204);
        const headers = String(allowed.headers.get('access-control-allow-headers'))
          .toLowerCase()
          .split(/, */);
        const expected = ['authorization', 'content-type', 'dpop', 'idempotency-key', 'if-match'];
        expect(headers.sort()).toEqual(expected);
        const refused = await preflight('https://evil.test');
        expect(refused.headers.get('access-control-allow-origin')).toBeNull();
        expect(refused.headers.get('access-control-allow-headers')).toBeNull();
      },
    );

    test('the OpenAPI document is served', async () => {
      expect((await site.call('getOpenapi')).body).toEqual(description);
    });
  });

  const entries = Object.entries<Route>(routes).filter(([name]) => name !== 'fallback');

  test.each(entries)('the OpenAPI document has the route %s', (name, { method, path, body, answers }) => {
    const operation = description.paths[path]?.[method.toLowerCase()];
    expect(operation).toMatchObject({
      operationId: name,
      ...(body && { requestBody: { content: { 'application/json': {} } } }),
    });
    for (const status of Object.keys(answers)) expect(operation?.responses).toHaveProperty(status);
  });

  test('the OpenAPI document has no other routes, and each of its references resolves', () => {
    const described = Object.values(description.paths).flatMap(methods => Object.values(methods));
    expect(described.map(({ operationId }) => operationId).sort()).toEqual(
      entries.map(([name]) => name).sort(),
    );
    const references = new Set(
      [...JSON.stringify(description).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to),
    );
    expect([...references].filter(reference => !isThere(reference ?? ''))).toEqual([]);
  });
});

/** The origin of the site's pages; if it is not known, some other origin. */
const originOf = ({ id }: Site): string =>
  (siteOrigin ?? 'https://{site}.elsewhere.test').replace('{site}', id);

function isThere(reference: string): boolean {
  let place: unknown = description;
  for (const step of reference.split('/').slice(1))
    place = (place as Record<string, unknown> | undefined)?.[step];
  return reference.startsWith('#/') && place !== undefined;
}
