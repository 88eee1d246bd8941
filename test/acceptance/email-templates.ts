import { describe, expect, test } from 'vitest';
import type { RouteName } from '../../functions/contract/routes.ts';
import { untilMailed } from './support/mails.ts';
import { atBothSites, demo, other, type Site, word } from './support/site.ts';
import { mailStoreUrl } from './support/target.ts';

const content = {
  subject: 'Hi {{firstName}}',
  html: '<p><a href="{{link}}">Enter</a></p>',
  text: '{{link}}',
};
/** The form of the sample's link, whatever its origin. */
const LINK = /https:\/\/\S+\/i#[\w-]+/;

type Id = { name: string; locale: string };
type Given = { body?: object; ifMatch?: string; login?: string };

/** A name for which the site has no template yet. The locale is always `en`, unless a test sets another. */
const newId = (): Id => ({ name: `t-${word()}`, locale: 'en' });

async function ask(site: Site, route: RouteName, path: Id | undefined, { body, ifMatch, login }: Given = {}) {
  return site.call(route, {
    ...(path && { path }),
    login: login ?? (await site.administrator()),
    ...(body && { body }),
    ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
  });
}

async function listedAt(site: Site): Promise<(Id & { hasDefault: boolean })[]> {
  return (await ask(site, 'listEmailTemplates', undefined)).body.items;
}

const notFound = { status: 404, body: { code: 'not_found' } };
const invalid = { status: 422, body: { code: 'template_invalid' } };
const overtaken = { status: 412, body: { code: 'precondition_failed' } };

describe('mail templates', () => {
  atBothSites(site => {
    const elsewhere = site === demo ? other : demo;

    test('are saved, listed, read, previewed and deleted, and are invisible to the other site', async () => {
      const id = newId();
      const saved = await ask(site, 'putEmailTemplate', { ...id, locale: 'pt-br' }, { body: content });
      expect(saved).toMatchObject({ status: 200, body: content });
      const brazilian = { ...id, locale: 'pt-BR' };
      const listed = { ...brazilian, hasDefault: false };
      expect(await listedAt(site)).toContainEqual(listed);
      const read = await ask(site, 'getEmailTemplate', brazilian);
      expect(read).toMatchObject({ status: 200, body: content });
      expect(read.headers.get('etag')).toBe(saved.headers.get('etag'));

      expect(await listedAt(elsewhere)).not.toContainEqual(listed);
      expect(await ask(elsewhere, 'getEmailTemplate', brazilian)).toMatchObject(notFound);
      expect(await ask(elsewhere, 'previewEmailTemplate', brazilian, { body: {} })).toMatchObject(notFound);
      expect((await ask(elsewhere, 'deleteEmailTemplate', brazilian)).status).toBe(204);

      const variables = { firstName: 'Zoë <b>' };
      const shown = await ask(site, 'previewEmailTemplate', brazilian, { body: { variables } });
      expect(shown).toMatchObject({ status: 200, body: { subject: 'Hi Zoë ‹b›' } });
      for (const part of [shown.body.html, shown.body.text]) expect(part).toMatch(LINK);

      for (const _ of ['once', 'twice'])
        expect((await ask(site, 'deleteEmailTemplate', brazilian)).status).toBe(204);
      expect(await ask(site, 'getEmailTemplate', brazilian)).toMatchObject(notFound);
      expect(await listedAt(site)).not.toContainEqual(listed);
    });

    test('are mailed as a test to the administrator’s own address', async () => {
      const email = `${word()}@staff.test`;
      const login = await site.login({ sub: 'administrator', scope: 'site:admin', email });
      const sent = await ask(site, 'testEmailTemplate', newId(), { login, body: content });
      expect(sent).toMatchObject({ status: 202, body: {} });
      if (mailStoreUrl === undefined) return;
      const [mail] = await untilMailed(email);
      expect(mail?.body.text).toMatch(LINK);
    });

    test('are mailed as a test to an address at most 50 times a day', async () => {
      const login = await site.login({
        sub: 'administrator',
        scope: 'site:admin',
        email: `${word()}@staff.test`,
      });
      const send = () => ask(site, 'testEmailTemplate', newId(), { login, body: content });
      for (let sent = 0; sent < 50; sent += 10) {
        const answers = await Promise.all(Array.from({ length: 10 }, send));
        expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
      }
      const refused = await send();
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    });

    test('are changed only if If-Match, when sent, is the current ETag', async () => {
      const id = newId();
      expect(await ask(site, 'putEmailTemplate', id, { body: content, ifMatch: '*' })).toMatchObject(
        overtaken,
      );
      const first = (await ask(site, 'putEmailTemplate', id, { body: content })).headers.get('etag') ?? '';
      const body = { ...content, subject: 'Hello' };
      const second = await ask(site, 'putEmailTemplate', id, { body, ifMatch: first });
      expect(second.status).toBe(200);
      for (const route of ['putEmailTemplate', 'deleteEmailTemplate'] as const) {
        const late = await ask(site, route, id, {
          ifMatch: first,
          ...(route === 'putEmailTemplate' && { body: content }),
        });
        expect(late).toMatchObject(overtaken);
      }
      const ifMatch = second.headers.get('etag') ?? '';
      expect((await ask(site, 'deleteEmailTemplate', id, { ifMatch })).status).toBe(204);
    });

    test('that lack the link or use an unknown variable are refused with the errors', async () => {
      const id = newId();
      for (const [change, path] of [
        [{ html: '<p>Come in</p>' }, 'html'],
        [{ text: '{{#if isOpen}}{{link}}{{/if}}' }, 'text'],
        [{ subject: '{{secret}}' }, 'subject'],
        [{ html: '{{link}} {{#if isOpen}}' }, 'html'],
        [{ text: '{{link}} {COUNTRY}' }, 'text'],
      ] as const)
        for (const route of ['putEmailTemplate', 'previewEmailTemplate', 'testEmailTemplate'] as const) {
          const refused = await ask(site, route, id, { body: { ...content, ...change } });
          expect(refused).toMatchObject(invalid);
          expect(refused.body.errors).toEqual([
            expect.objectContaining({ path, message: expect.any(String) }),
          ]);
        }
      expect(await ask(site, 'getEmailTemplate', id)).toMatchObject(notFound);
    });

    test('with Kaltura’s tokens are accepted', async () => {
      const body = { subject: '{FIRSTNAME}', html: '<a href="{URL}">{EMAIL}</a>{QRCODE}', text: '{URL}' };
      const shown = await ask(site, 'previewEmailTemplate', newId(), { body });
      expect(shown.status).toBe(200);
      expect(shown.body.html).toMatch(/<img src="data:image\/png;base64,/);
      expect(JSON.stringify(shown.body)).not.toMatch(/\{[A-Z]+\}/);
    });

    test('return to their default when deleted, if they have one', async () => {
      const id = { name: 'invitation', locale: 'ar' };
      await ask(site, 'deleteEmailTemplate', id);
      const { body: original, headers } = await ask(site, 'getEmailTemplate', id);
      expect(original.html).toContain('dir="rtl"');
      expect(await listedAt(site)).toContainEqual({ ...id, hasDefault: true });
      const edited = { ...original, subject: `${original.subject}!` };
      const ifMatch = headers.get('etag') ?? '';
      expect((await ask(site, 'putEmailTemplate', id, { body: edited, ifMatch })).status).toBe(200);
      expect((await ask(site, 'getEmailTemplate', id)).body).toEqual(edited);
      expect((await ask(site, 'deleteEmailTemplate', id)).status).toBe(204);
      expect((await ask(site, 'getEmailTemplate', id)).body).toEqual(original);
    });

    test('with an invalid name or locale are not found and cannot be saved', async () => {
      for (const id of [
        { name: 'a_b', locale: 'en' },
        { name: 'invitation', locale: 'en_' },
      ]) {
        const refused = await ask(site, 'putEmailTemplate', id, { body: content });
        expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
        for (const route of ['getEmailTemplate', 'deleteEmailTemplate'] as const)
          expect(await ask(site, route, id)).toMatchObject(notFound);
        for (const route of ['previewEmailTemplate', 'testEmailTemplate'] as const)
          expect(await ask(site, route, id, { body: content })).toMatchObject(notFound);
      }
    });
  });
});
