import { beforeAll, expect, test } from 'vitest';
import { suppressionOf } from '../../../functions/adapters/dynamodb/suppressions.ts';
import { unsubscribeToken } from '../../../functions/adapters/unsubscribe-tokens.ts';
import { call } from '../../support/api.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

beforeAll(startWithEmptyTable);

const queryOf = async (email: string, locale = 'en', site = 'demo') => ({
  query: { token: await unsubscribeToken({ site, email, locale }) },
});

test('opening the page changes nothing; submitting its form suppresses the address', async () => {
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

test('the page is in the invitation’s language, and renders no data as markup', async () => {
  const { body } = await call(
    'getUnsubscribePage',
    await queryOf(`"a<b>"&$1@example.edu`.replace(/["<>]/g, ''), 'he'),
  );
  expect(body).toMatch(/<html lang="he" dir="rtl">/);
  expect(body).toContain('ab&amp;$1@example.edu');
});

test('the page cannot be framed, runs no script, and sends no referrer, because its URL holds the token', async () => {
  const { headers } = await call('getUnsubscribePage', await queryOf('ada@example.edu'));
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers['referrer-policy']).toBe('no-referrer');
});

test('another spelling of an address is the same address', async () => {
  await call('unsubscribe', await queryOf('Grace@EXAMPLE.edu'));
  expect(await suppressionOf('demo', 'grace@example.edu')).toBeDefined();
  expect(await suppressionOf('other', 'grace@example.edu')).toBeUndefined();
});

test('a token of a site that no longer exists is answered link_invalid', async () => {
  expect(await call('unsubscribe', await queryOf('ada@example.edu', 'en', 'gone'))).toMatchObject({
    status: 404,
    body: { code: 'link_invalid' },
  });
});
