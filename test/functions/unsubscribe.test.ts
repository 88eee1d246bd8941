import { beforeAll, expect, test } from 'vitest';
import { suppressionOf } from '../../functions/adapters/dynamodb/suppressions.ts';
import { unsubscribeToken } from '../../functions/adapters/unsubscribe-tokens.ts';
import { call } from '../support/api.ts';
import { startWithEmptyTable } from '../support/stack.ts';

beforeAll(startWithEmptyTable);

const queryOf = async (email: string, locale = 'en', site = 'demo') => ({
  query: { token: await unsubscribeToken({ site, email, locale }) },
});

test('opening the page changes nothing; sending its form does', async () => {
  const email = 'ada@example.edu';
  const request = await queryOf(email);
  const { headers, body } = await call('getUnsubscribePage', request);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(body).toContain('Should Example University send no more invitations to ada@example.edu?');
  expect(await suppressionOf('demo', email)).toBeUndefined();
  expect((await call('unsubscribe', request)).body).toContain(
    'will send no more invitations to ada@example.edu',
  );
  expect(await suppressionOf('demo', email)).toMatchObject({ email, reason: 'unsubscribed' });
});

test('the page is in the invitation’s language, and says nothing that could be markup', async () => {
  const { body } = await call(
    'getUnsubscribePage',
    await queryOf(`"a<b>"&$1@example.edu`.replace(/["<>]/g, ''), 'he'),
  );
  expect(body).toMatch(/<html lang="he" dir="rtl">/);
  expect(body).toContain('ab&amp;$1@example.edu');
});

test('it cannot be framed, runs no script, and tells nobody its address, which holds the token', async () => {
  const { headers } = await call('getUnsubscribePage', await queryOf('ada@example.edu'));
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers['referrer-policy']).toBe('no-referrer');
});

test('of an address written in another way, it is the same one', async () => {
  await call('unsubscribe', await queryOf('Grace@EXAMPLE.edu'));
  expect(await suppressionOf('demo', 'grace@example.edu')).toBeDefined();
  expect(await suppressionOf('other', 'grace@example.edu')).toBeUndefined();
});

test('a site that is no longer there has nothing to stop', async () => {
  expect(await call('unsubscribe', await queryOf('ada@example.edu', 'en', 'gone'))).toMatchObject({
    status: 404,
    body: { code: 'link_invalid' },
  });
});
