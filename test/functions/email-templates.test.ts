import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { SAMPLE_LINK } from '../../domain/sample-letter.ts';
import { DEFAULT_TEMPLATE_LOCALES } from '../../domain/template.ts';
import { defaultTemplate } from '../../emails/defaults.ts';
import { addressId } from '../../functions/adapters/address-ids.ts';
import { liftSuppression, suppress } from '../../functions/adapters/dynamodb/suppressions.ts';
import {
  createTemplate,
  deleteTemplate,
  readTemplate,
  storedTemplate,
} from '../../functions/adapters/ses-templates.ts';
import type { RouteName } from '../../functions/contract.ts';
import { type Answer, type Call, call, login } from '../support/api.ts';
import { FakeSes } from '../support/fake-ses.ts';
import { lastMailTo, mailsTo } from '../support/inbox.ts';
import { captureLines } from '../support/log-lines.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** SES is the same for all tests: each has templates of its own. */

const content = { subject: 'Hi {{firstName}}', html: '<p>{{link}}</p>', text: '{{link}}' };
let admin: string;

beforeAll(async () => {
  await startWithEmptyTable();
  admin = await login({ sub: 'admin', scope: 'site:admin' });
});

afterEach(() => {
  vi.restoreAllMocks();
});

type Id = { name: string; locale: string };
const newId = (locale = 'en'): Id => ({ name: `t-${randomUUID().slice(0, 8)}`, locale });
const sesName = ({ name, locale }: Id) => `local_demo_${name}_${locale}`;

const ask = (route: RouteName, parameters: Id, { token = admin, ...given }: Call = {}): Promise<Answer> =>
  call(route, { parameters, token, ...given });
const get = (id: Id) => ask('getEmailTemplate', id);
const put = (id: Id, body: object = content, ifMatch?: string) =>
  ask('putEmailTemplate', id, { body, ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }) });
const remove = (id: Id, ifMatch?: string) =>
  ask('deleteEmailTemplate', id, ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } });
const preview = (id: Id, body: object = {}) => ask('previewEmailTemplate', id, { body });
const send = (id: Id, body: object = {}, given: Call = {}) =>
  ask('testEmailTemplate', id, { body, ...given });

const etagOf = ({ headers }: Answer) => headers.etag ?? '';
const failed = { status: 412, body: { code: 'precondition_failed' } };
const notFound = { status: 404, body: { code: 'not_found' } };

describe('a template', () => {
  test('is saved as new, read, changed and gone again', async () => {
    const id = newId();
    expect(await get(id)).toMatchObject(notFound);
    const saved = await put(id);
    expect(saved).toMatchObject({ status: 200, body: content });
    const read = await get(id);
    expect(read).toMatchObject({ status: 200, body: content });
    expect(etagOf(read)).toBe(etagOf(saved));
    expect((await put(id, { ...content, subject: 'Hello' })).body.subject).toBe('Hello');
    expect((await get(id)).body.subject).toBe('Hello');
    for (const _ of ['once', 'twice']) expect((await remove(id)).status).toBe(204);
    expect(await get(id)).toMatchObject(notFound);
    expect(await readTemplate(sesName(id))).toBeUndefined();
  });

  test('is where the administrators of the SES console look for it, and they may make one there', async () => {
    const id = newId('pt-BR');
    await put({ ...id, locale: 'pt-br' });
    expect(await readTemplate(sesName(id))).toEqual(content);
    const theirs = newId();
    await createTemplate(sesName(theirs), { subject: 'Hi', html: '', text: '' });
    expect((await get(theirs)).body).toEqual({ subject: 'Hi', html: '', text: '' });
  });

  test('is used for mails at once where it was saved', async () => {
    const id = newId();
    expect(await storedTemplate(sesName(id))).toBeUndefined();
    await put(id);
    expect(await storedTemplate(sesName(id))).toEqual(content);
    await remove(id);
    expect(await storedTemplate(sesName(id))).toBeUndefined();
  });

  test('is saved with Kaltura’s tokens turned into variables', async () => {
    const id = newId();
    const html = '<a href="{URL}">{FIRSTNAME}</a>{QRCODE}';
    const saved = await put(id, { subject: '{FIRSTNAME} {LASTNAME}', html, text: '{URL} {EMAIL}' });
    expect(saved.body).toEqual({
      subject: '{{firstName}} {{lastName}}',
      html: '<a href="{{link}}">{{firstName}}</a><img src="{{qrCode}}" alt="" width="180" height="180">',
      text: '{{link}} {{email}}',
    });
    expect(etagOf(saved)).toBe(etagOf(await get(id)));
  });

  test('that cannot be used is refused with all that is wrong, and not saved', async () => {
    const id = newId();
    const refused = await put(id, { subject: '{{lnk}}', html: '{{#if isOpen}}', text: '{TITLE}' });
    expect(refused).toMatchObject({ status: 422, body: { code: 'template_invalid' } });
    expect(refused.body.errors).toEqual([
      { path: 'subject', line: 1, column: 1, message: expect.stringContaining('did you mean link?') },
      { path: 'html', line: 1, column: 1, message: expect.stringContaining('{{/if}}') },
      { path: 'text', line: 1, column: 1, message: expect.stringContaining('{{roomTitle}}') },
    ]);
    expect(await readTemplate(sesName(id))).toBeUndefined();
  });

  test('has a name and a locale of their forms, or it is not there', async () => {
    for (const [id, path] of [
      [{ name: 'a_b', locale: 'en' }, 'name'],
      [{ name: 'x'.repeat(21), locale: 'en' }, 'name'],
      [{ name: 'invitation', locale: 'e' }, 'locale'],
      [{ name: 'invitation', locale: 'en_US' }, 'locale'],
      [{ name: 'x'.repeat(20), locale: 'en-x-abcdefgh-abcdefgh-abcdefgh-ab' }, 'name'],
    ] as const) {
      const refused = await put(id);
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path }] } });
      for (const answer of [
        await get(id),
        await remove(id),
        await preview(id, content),
        await send(id, content),
      ])
        expect(answer).toMatchObject(notFound);
    }
  });
});

describe('a save with If-Match', () => {
  test('is made only over what was read', async () => {
    const id = newId();
    const etag = etagOf(await put(id));
    const changed = { ...content, subject: 'Hello' };
    for (const ifMatch of ['"x"', `W/${etag}`, ''])
      expect(await put(id, changed, ifMatch)).toMatchObject(failed);
    expect((await get(id)).body).toEqual(content);
    const saved = await put(id, changed, etag);
    expect(saved.status).toBe(200);
    // Whoever has not seen the answer asks again.
    expect((await put(id, changed, etag)).status).toBe(200);
    expect(await put(id, content, etag)).toMatchObject(failed);
    expect(await remove(id, etag)).toMatchObject(failed);
    expect((await put(id, content, '*')).status).toBe(200);
    expect((await remove(id, etag)).status).toBe(204);
  });

  test('is none where nothing is there', async () => {
    const id = newId();
    for (const ifMatch of ['*', '"x"']) {
      expect(await put(id, content, ifMatch)).toMatchObject(failed);
      expect(await remove(id, ifMatch)).toMatchObject(failed);
    }
    expect(await get(id)).toMatchObject(notFound);
  });
});

describe('the default', () => {
  const id = { name: 'invitation', locale: 'ja' };
  const original = defaultTemplate(id);

  test('stands behind its template: shown where SES has none, and brought back', async () => {
    await deleteTemplate(sesName(id));
    const read = await get(id);
    expect(read).toMatchObject({ status: 200, body: original });
    const saved = await put(id, content, etagOf(read));
    expect(saved.status).toBe(200);
    expect((await get(id)).body).toEqual(content);
    expect((await remove(id, etagOf(saved))).status).toBe(204);
    expect((await get(id)).body).toEqual(original);
    expect(await readTemplate(sesName(id))).toEqual(original);
    await deleteTemplate(sesName(id));
    expect((await remove(id, '*')).status).toBe(204);
    expect(await readTemplate(sesName(id))).toEqual(original);
  });
});

describe('the list', () => {
  test('has the site’s own and the defaults, by name and locale, and says which can be brought back', async () => {
    const { name } = newId();
    for (const locale of ['fr', 'de', 'pt-BR']) await put({ name, locale });
    await createTemplate(`local_other_${name}_es`, content);
    await createTemplate(`prod_demo_${name}_es`, content);
    await createTemplate(`local_demo_${name}_pt-br`, content);
    const { status, body } = await call('listEmailTemplates', { token: admin });
    expect(status).toBe(200);
    const { items } = body as { items: (Id & { hasDefault: boolean })[] };
    expect(items.filter(each => each.name === name)).toEqual(
      ['de', 'fr', 'pt-BR'].map(locale => ({ name, locale, hasDefault: false })),
    );
    const defaults = items.filter(({ hasDefault }) => hasDefault);
    expect(defaults.map(({ locale }) => locale)).toEqual([...DEFAULT_TEMPLATE_LOCALES].sort());
    const order = items.map(({ name, locale }) => `${name} ${locale}`);
    expect(order).toEqual([...new Set(order)].sort((a, b) => a.localeCompare(b)));
  });
});

describe('a preview', () => {
  test('shows what is saved, with values of a sample', async () => {
    const id = newId('de');
    const words = '{{fullName}}, {{role}}, {{siteName}}, {{startsAt}}';
    await put(id, { ...content, text: `${words} {{link}}` });
    const shown = await preview(id);
    expect(shown).toMatchObject({ status: 200, body: { subject: 'Hi Ada', html: `<p>${SAMPLE_LINK}</p>` } });
    expect(shown.body.text).toMatch(/^Ada Byron, \S+, .+, \S+tag, \d+\. /);
  });

  test('shows parts that are being written, and given values made harmless', async () => {
    const id = newId();
    await put(id);
    const variables = { firstName: '<b>', isPlanned: '' };
    const subject = '{FIRSTNAME} {{#if isPlanned}}a{{else}}b{{/if}}';
    const shown = await preview(id, { subject, variables });
    expect(shown.body).toEqual({ subject: '‹b› b', html: `<p>${SAMPLE_LINK}</p>`, text: SAMPLE_LINK });
    expect((await get(id)).body).toEqual(content);
  });

  test.each([
    [{}, 'Referent/in'],
    [{ isViewer: 'true' }, 'Zuschauer/in'],
    [{ isModerator: 'true' }, 'Moderator/in'],
  ])('of given values %j says the role in the language of the template', async (variables, role) => {
    const shown = await preview(newId('de'), { ...content, subject: '{{role}}', variables });
    expect(shown.body.subject).toBe(role);
  });

  test('of a session that is given as over is of an earlier one than of one that is open, or planned', async () => {
    const text = '{{startsAt}} {{link}}';
    const day = async (variables: object): Promise<number> => {
      const shown = await preview(newId(), { ...content, text, variables });
      return Date.parse(shown.body.text.split(' at ')[0]);
    };
    const [over, open, planned] = [
      await day({ isOpen: '', isPlanned: '' }),
      await day({ isOpen: 'true' }),
      await day({ isOpen: '' }),
    ];
    expect(over).toBeLessThan(open);
    expect(open).toBeLessThan(planned);
  });

  test('needs nothing saved where every part is given', async () => {
    const id = newId();
    expect((await preview(id, content)).status).toBe(200);
    const { text: _, ...rest } = content;
    expect(await preview(id, rest)).toMatchObject(notFound);
    expect((await preview({ name: 'invitation', locale: 'he' })).body.html).toContain('dir="rtl"');
  });

  test('shows the QR code as a picture of its own', async () => {
    const html = '<img src="{{qrCode}}">{{link}}';
    const shown = await preview(newId(), { ...content, html });
    expect(shown.body.html).toMatch(/^<img src="data:image\/png;base64,[\w+/]+=*">/);
  });

  test('of what cannot be used says what is wrong', async () => {
    const id = newId();
    await createTemplate(sesName(id), { subject: 'Hi', html: '<p>', text: '{{link}}' });
    const refused = await preview(id);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'template_invalid', errors: [{ path: 'html' }] },
    });
    expect((await preview(id, { html: '{{link}}' })).status).toBe(200);
  });
});

describe('a test mail', () => {
  test('goes to the caller’s own address, as a preview shows it, with the QR code as a part of it', async () => {
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

  test('without the QR code has no picture with it', async () => {
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

  test('is not sent to an address that the site writes to no more, nor more than 50 times a day', async () => {
    const email = `${randomUUID()}@demo.test`;
    const token = await login({ sub: 'admin', scope: 'site:admin', email });
    await suppress('demo', email, { reason: 'bounced', at: '2026-03-02T10:00:00.000Z' });
    const suppressed = await send(newId(), content, { token });
    expect(suppressed).toMatchObject({ status: 400, body: { errors: [{ path: 'Authorization' }] } });
    await liftSuppression('demo', await addressId('demo', email), '2026-03-02T10:00:00.000Z');

    const answers = [];
    for (let tests = 0; tests < 51; tests += 1) answers.push(await send(newId(), content, { token }));
    expect(answers.map(({ status }) => status)).toEqual([...Array(50).fill(202), 429]);
    const waiting = Number(answers.at(-1)?.headers['retry-after']);
    expect(waiting).toBeGreaterThan(0);
    expect(waiting).toBeLessThanOrEqual(24 * 3600);
    expect(await mailsTo(email)).toHaveLength(50);
  });

  test('of what cannot be used is not sent', async () => {
    const email = `${randomUUID()}@demo.test`;
    const token = await login({ sub: 'admin', scope: 'site:admin', email });
    const refused = await send(newId(), { ...content, html: '<p>' }, { token });
    expect(refused).toMatchObject({ status: 422, body: { code: 'template_invalid' } });
    expect(await mailsTo(email)).toEqual([]);
  });
});

test('a test mail that SES refuses is told as it told it', async () => {
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

test('nothing of a template, nor the address of a test mail, is in a log', async () => {
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

test('without SES every route says to come again, and none hangs', async () => {
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

/** Has the functions know another SES, as new ones. */
async function withSes(url: string, tests: () => Promise<void>): Promise<void> {
  process.env.AWS_ENDPOINT_URL_SESV2 = url;
  vi.resetModules();
  await tests();
  process.env.AWS_ENDPOINT_URL_SESV2 = inject('ses');
  vi.resetModules();
}
