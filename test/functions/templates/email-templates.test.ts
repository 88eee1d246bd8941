import { describe, expect, test } from 'vitest';
import { createTemplate, readTemplate, storedTemplate } from '../../../functions/adapters/ses-templates.ts';
import { content, etagOf, failed, get, newId, notFound, put, remove, sesName } from './templates-stage.ts';

/** The routes that read, save and delete a template. */

describe('a template', () => {
  test('is where administrators look for it in the SES console, and can be created there', async () => {
    const id = newId('pt-BR');
    await put({ ...id, locale: 'pt-br' });
    expect(await readTemplate(sesName(id))).toEqual(content);
    const theirs = newId();
    await createTemplate(sesName(theirs), { subject: 'Hi', html: '', text: '' });
    expect((await get(theirs)).body).toEqual({ subject: 'Hi', html: '', text: '' });
  });

  test('is used for mails at once in the function instance that saved it', async () => {
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

  test('whose name and locale are too long together is not found', async () => {
    const id = { name: 'x'.repeat(20), locale: 'de-Latn-DE-abcdefgh-ijklmnop-qrstuv' };
    expect(await put(id)).toMatchObject({ status: 400, body: { errors: [{ path: 'name' }] } });
    expect(await get(id)).toMatchObject(notFound);
  });
});

describe('a save with If-Match', () => {
  test('overwrites only the version that was read', async () => {
    const id = newId();
    const etag = etagOf(await put(id));
    const changed = { ...content, subject: 'Hello' };
    for (const ifMatch of ['"x"', `W/${etag}`, ''])
      expect(await put(id, changed, ifMatch)).toMatchObject(failed);
    expect((await get(id)).body).toEqual(content);
    const saved = await put(id, changed, etag);
    expect(saved.status).toBe(200);
    // A caller that did not receive the answer retries with the old ETag.
    expect((await put(id, changed, etag)).status).toBe(200);
    expect(await put(id, content, etag)).toMatchObject(failed);
    expect(await remove(id, etag)).toMatchObject(failed);
    expect((await put(id, content, '*')).status).toBe(200);
    expect((await remove(id, etag)).status).toBe(204);
  });

  test('fails if the template does not exist', async () => {
    const id = newId();
    for (const ifMatch of ['*', '"x"']) {
      expect(await put(id, content, ifMatch)).toMatchObject(failed);
      expect(await remove(id, ifMatch)).toMatchObject(failed);
    }
    expect(await get(id)).toMatchObject(notFound);
  });
});
