import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SAMPLE_LINK } from '../../../domain/sample-variables.ts';
import { suppress } from '../../../functions/adapters/dynamodb/suppressions.ts';
import { login } from '../../support/api.ts';
import { FakeSes } from '../../support/fake-ses.ts';
import { lastMailTo, mailsTo } from '../../support/inbox.ts';
import { content, newId, put, send, withSes } from './templates-stage.ts';

/** The route that sends a test mail of a template. */

describe('a test mail', () => {
  test('goes to the caller’s own address, rendered as the preview, with the QR code as a part of the mail', async () => {
    const email = `${randomUUID()}@demo.test`;
    const token = await login({ sub: 'admin', scope: 'site:admin', email });
    const html = '<img src="{{qrCode}}"><p>{{link}}</p>';
    const draft = { ...content, subject: 'Hi {{firstName}}, {{role}}', html };
    const sent = await send(newId(), { ...draft, variables: { isModerator: 'true' } }, { token });
    expect(sent).toMatchObject({ status: 202, body: {} });
    const mail = await lastMailTo(email);
    expect(mail.subject).toBe('Hi Ada, moderator');
    expect(mail.text?.trim()).toBe(SAMPLE_LINK);
    expect(mail.html).toContain('<img src="cid:qr-code">');
    expect(mail.attachments).toMatchObject([
      { contentType: 'image/png', cid: 'qr-code', contentDisposition: 'inline' },
    ]);
  });

  test('without the QR code has no picture part', async () => {
    const email = `${randomUUID()}@demo.test`;
    const token = await login({ sub: 'admin', scope: 'site:admin', email });
    const id = newId();
    await put(id);
    await send(id, {}, { token });
    expect((await lastMailTo(email)).attachments).toEqual([]);
    expect(await mailsTo(email)).toHaveLength(1);
  });

  test('is not sent for a login without an address, or to another address than the login’s', async () => {
    const token = await login({ sub: 'admin', scope: 'site:admin', email: '' });
    const nobody = await send(newId(), content, { token });
    expect(nobody).toMatchObject({ status: 400, body: { errors: [{ path: 'Authorization' }] } });
    const other = await send(newId(), { ...content, to: 'other@demo.test' });
    expect(other).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  test('is not sent to a suppressed address', async () => {
    const email = `${randomUUID()}@demo.test`;
    const token = await login({ sub: 'admin', scope: 'site:admin', email });
    await suppress('demo', email, { reason: 'bounced', at: '2026-03-02T10:00:00.000Z' });
    const suppressed = await send(newId(), content, { token });
    expect(suppressed).toMatchObject({ status: 400, body: { errors: [{ path: 'Authorization' }] } });
  });
});

test('the answer to a test mail that SES refuses has SES’s reason', async () => {
  const ses = new FakeSes();
  await withSes(await ses.start(), async () => {
    ses.refusals = [
      { status: 400, type: 'MessageRejected', message: 'Email address is not verified: x@demo.test' },
    ];
    const refused = await send(newId(), content);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'template_invalid', errors: [{ path: '' }] },
    });
    expect(refused.body.errors[0].message).toContain('MessageRejected');
    expect(JSON.stringify(refused.body)).not.toContain('x@demo.test');
  });
  await ses.stop();
});
