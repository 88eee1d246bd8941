import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RouteName } from '../../functions/contract/routes.ts';
import { odd, type Spoilt, surelyInvalid } from './mutations.ts';
import { answersIn, expectProblem, routeNames, routeOf, runs, Stage, schemaOf } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.set();
}, 60_000);

const withBody = routeNames.filter(name => routeOf(name).body !== undefined);

async function send(name: RouteName, { text }: Spoilt) {
  return stage.attack(name, { ...(await stage.rightCall(name)), body: text });
}

/**
 * Whether a path in `errors` names the changed member: it begins with the member's name, or is empty for the whole
 * body.
 */
const names = (path: Spoilt['path'], found: string) =>
  found === '' || found.startsWith(String(path[0] ?? ''));

describe.each(withBody)('%s', name => {
  test('has an example that its schema accepts', () => {
    expect(routeOf(name).body?.safeParse(stage.example(name))).toMatchObject({ success: true });
  });

  test('refuses every body with a wrong type or with a missing, unknown or huge member, and the error names it', {
    timeout: 300_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(surelyInvalid(schemaOf(name), stage.example(name)), async spoilt => {
        for (const answer of answersIn(await send(name, spoilt))) {
          expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
          expectProblem(answer);
          const paths = answer.body.errors.map((error: { path: string }) => error.path);
          expect(paths.some((path: string) => names(spoilt.path, path))).toBe(true);
        }
      }),
      runs(50),
    );
  });

  test('accepts or refuses odd texts and numbers, but never answers 5xx', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(odd(schemaOf(name), stage.example(name)), async spoilt => {
        for (const answer of answersIn(await send(name, spoilt))) expect(answer.status).toBeLessThan(500);
      }),
      runs(80),
    );
  });

  test.each(
    Object.entries({
      nothing: '',
      'no JSON': '{"email":',
      'two values': '{} {}',
      'a comment': '/* */ {}',
      'not a number': '{"role":NaN}',
      'single quotes': "{'role':'viewer'}",
      'a trailing comma': '{"role":"viewer",}',
      'a byte order mark and nothing else': '\ufeff',
      'UTF-16': Buffer.from('{"role":"viewer"}', 'utf16le'),
      'invalid UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
      'overlong UTF-8': Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
      'a surrogate in UTF-8': Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
      null: 'null',
      'a number': '0',
      'a text': '"text"',
      'a list': '[]',
      'a list of bodies': '[{}]',
      'brackets without end': '['.repeat(60_000),
    }),
  )('refuses %s as a body', async (_, body) => {
    const answer = await stage.attack(name, { ...(await stage.rightCall(name)), body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  test('refuses a body whose Content-Type is not JSON', async () => {
    const right = await stage.rightCall(name);
    for (const type of [
      '',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
      ';',
      'application/json, text/html',
    ]) {
      const headers = { ...right.headers, 'content-type': type };
      const answer = await stage.attack(name, { ...right, headers, body: stage.example(name) });
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    }
  });

  test('refuses a body over its size limit before parsing it', async () => {
    const limit = (routeOf(name).bodyLimitKiB ?? 64) * 1024;
    const answer = await stage.attack(name, {
      ...(await stage.rightCall(name)),
      body: ' '.repeat(limit + 1),
    });
    expect(answer).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
  });
});
