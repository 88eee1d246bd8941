import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { call, login } from '../../support/api.ts';
import { captureLines } from '../../support/log-lines.ts';
import { admin, content, get, newId, preview, put, remove, send, withSes } from './templates-stage.ts';

/** What holds for all routes of templates: their logs, and their answers during an SES outage. */

test('no log contains a template’s content or the address of a test mail', async () => {
  const lines = captureLines();
  const id = newId();
  const secret = 'Secret words';
  const email = `secret-${randomUUID()}@demo.test`;
  const token = await login({ sub: 'admin', scope: 'site:admin', email });
  await put(id, { ...content, subject: secret });
  await put(id, { ...content, subject: `${secret} {{x}}` });
  await preview(id, { variables: { firstName: secret } });
  await send(id, {}, { token });
  await remove(id);
  expect(lines().length).toBeGreaterThanOrEqual(5);
  expect(JSON.stringify(lines())).not.toMatch(/secret|demo\.test/i);
});

test('during an SES outage every route answers 503, and none hangs', async () => {
  await withSes('http://127.0.0.1:9', async () => {
    const id = newId();
    const answers = [
      await call('listEmailTemplates', { token: admin }),
      await get(id),
      await put(id),
      await remove(id),
      await preview(id),
      await send(id, content),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, body.code]).toEqual([503, 'temporarily_unavailable']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
  });
});
