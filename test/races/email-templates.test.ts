import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { type Answer, call } from '../support/api.ts';
import { FULL } from '../support/full.ts';
import { atOnce, loginOwner, persist, tally } from '../support/ground.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';

const ROUNDS = FULL ? 4 : 2;
const AT_ONCE = 12;
let admin: string;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  admin = await loginOwner();
});

const newTemplate = () => ({ name: `t-${randomUUID().slice(0, 8)}`, locale: 'en' });
type Template = ReturnType<typeof newTemplate>;
const saidBy = (who: number | string) => ({ subject: `By ${who}`, html: '{{link}}', text: '{{link}}' });

const put = (parameters: Template, who: number | string, ifMatch?: string): Promise<Answer> =>
  call('putEmailTemplate', {
    parameters,
    token: admin,
    body: saidBy(who),
    headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
  });
const get = (parameters: Template) => call('getEmailTemplate', { parameters, token: admin });

test('of many administrators who save concurrently with the same ETag one gets 200, and that content is stored', {
  timeout: 120_000,
}, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const template = newTemplate();
    const { etag = '' } = (await put(template, 'the first')).headers;
    const answers = await atOnce(AT_ONCE, who => persist(() => put(template, who, etag)));
    expect(tally(answers)).toEqual({ 200: 1, precondition_failed: AT_ONCE - 1 });
    const winner = answers.findIndex(({ status }) => status === 200);
    const stored = await get(template);
    expect(stored.body).toEqual(saidBy(winner));
    expect(stored.headers.etag).toBe(answers[winner]?.headers.etag);
  }
  console.log(`${ROUNDS} rounds of ${AT_ONCE} saves at once of one template: one 200 each`);
});

test('of a concurrent save and deletion with the same ETag, one succeeds', { timeout: 120_000 }, async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const template = newTemplate();
    const { etag = '' } = (await put(template, 'the first')).headers;
    const [saved, deleted] = await Promise.all([
      persist(() => put(template, 'the second', etag)),
      persist(() =>
        call('deleteEmailTemplate', { parameters: template, token: admin, headers: { 'if-match': etag } }),
      ),
    ]);
    expect([saved?.status, deleted?.status].sort()).toEqual(saved?.status === 200 ? [200, 412] : [204, 412]);
    expect((await get(template)).status).toBe(saved?.status === 200 ? 200 : 404);
  }
});

test('if many save a new template concurrently without an ETag, all get 200 and the last content is stored', {
  timeout: 120_000,
}, async () => {
  const template = newTemplate();
  const answers = await atOnce(AT_ONCE, who => persist(() => put(template, who)));
  expect(tally(answers)).toEqual({ 200: AT_ONCE });
  const stored = await get(template);
  expect(answers.map(({ body }) => body)).toContainEqual(stored.body);
});
