import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { invoke, loadHandler } from '../../local/gateway/lambda.ts';
import { parametersOf, routeNames, routeOf, runs, Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.set();
}, 60_000);

const oddText = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    '..',
    '../..',
    'a/b',
    'a%2Fb',
    '%',
    '%00',
    '%ff',
    '%25%32%35',
    '\u0000',
    '\ud800',
    '\u202e',
    'é',
    'room#x',
    "' OR 1=1 --",
    '__proto__',
    'constructor',
    'toString',
    '<script>',
    '{{x}}',
    '*',
    '0',
    '-1',
    '1e3',
    'NaN',
    'true',
    'null',
  ),
  fc.constantFrom(127, 128, 129, 1000, 5000).map(length => 'x'.repeat(length)),
  fc.constantFrom(50, 254, 320).map(length => 'ﷺ'.repeat(length)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

/** Defines a test only if it applies to the route. */
const testWhere = (applies: unknown): typeof test =>
  applies ? test : ((() => {}) as unknown as typeof test);

describe.each(routeNames)('%s', name => {
  const parameters = parametersOf(name);

  testWhere(parameters.length > 0)('never answers 5xx to an odd path', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...parameters), oddText, async (parameter, text) => {
        const right = await stage.rightCall(name);
        await stage.attack(name, { ...right, parameters: { ...right.parameters, [parameter]: text } });
      }),
      runs(15),
    );
  });

  testWhere(routeOf(name).query)(
    'never answers 5xx to an odd query, and refuses unknown parameters',
    {
      timeout: 300_000,
    },
    async () => {
      const known = Object.keys(routeOf(name).query?.shape ?? {});
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...known), oddText, async (parameter, text) => {
          await stage.attack(name, { ...(await stage.rightCall(name)), query: { [parameter]: text } });
        }),
        runs(30),
      );
      for (const unknown of ['extra', '__proto__', 'constructor', '', 'LIMIT', '\u0000']) {
        const query: Record<string, string> = Object.fromEntries([
          ...known.map(each => [each, 'abc']),
          [unknown, '1'],
        ]);
        const answer = await stage.attack(name, { ...(await stage.rightCall(name)), query });
        expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
      }
    },
  );

  test('never answers 5xx to odd headers', { timeout: 300_000 }, async () => {
    const header = fc.constantFrom(
      'origin',
      'idempotency-key',
      'if-match',
      'dpop',
      'content-type',
      'accept',
      'user-agent',
      'cookie',
      '__proto__',
    );
    await fc.assert(
      fc.asyncProperty(header, oddText, async (header, text) => {
        const right = await stage.rightCall(name);
        await stage.attack(name, { ...right, headers: { ...right.headers, [header]: text } });
      }),
      runs(15),
    );
  });

  testWhere(routeOf(name).problems.includes('idempotency_key_reused'))(
    'refuses an invalid Idempotency-Key',
    async () => {
      for (const key of ['', ' ', ' a', 'a ', 'x'.repeat(256), 'é', '\u0000', 'a\nb', '\ud800', 'a\tb']) {
        const right = await stage.rightCall(name);
        const answer = await stage.attack(name, {
          ...right,
          headers: { ...right.headers, 'idempotency-key': key },
        });
        expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'Idempotency-Key' }] } });
      }
    },
  );

  testWhere(routeOf(name).problems.includes('precondition_failed'))(
    'refuses an If-Match that is not the ETag',
    async () => {
      for (const version of [
        '',
        '*',
        '1',
        '""',
        '"0"',
        'W/"1"',
        '"1", "2"',
        '"1e0"',
        '"01x"',
        `"${'9'.repeat(400)}"`,
        '"-1"',
        '\ud800',
      ]) {
        const right = await stage.rightCall(name);
        const answer = await stage.attack(name, {
          ...right,
          headers: { ...right.headers, 'if-match': version },
        });
        expect(answer).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
      }
    },
  );
});

test('a preflight never answers 5xx, whatever its origin', async () => {
  const handler = await loadHandler<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>('fallback');
  await fc.assert(
    fc.asyncProperty(oddText, async origin => {
      const answer = await invoke(handler, {
        rawQueryString: '',
        headers: { origin },
        requestContext: { requestId: randomUUID(), http: { method: 'OPTIONS' } },
      } as unknown as APIGatewayProxyEventV2);
      expect(answer.statusCode).toBe(204);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }),
    runs(30),
  );
});
