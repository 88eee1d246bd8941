import { describe, expect, test } from 'vitest';
import { DEFAULT_TEMPLATE_LOCALES } from '../../../domain/template.ts';
import { defaultTemplate } from '../../../emails/defaults.ts';
import { createTemplate, deleteTemplate, readTemplate } from '../../../functions/adapters/ses-templates.ts';
import { call } from '../../support/api.ts';
import { admin, content, etagOf, get, type Id, newId, put, remove, sesName } from './templates-stage.ts';

/** The default templates, and the route that lists all templates. */

describe('the default', () => {
  const id = { name: 'invitation', locale: 'ja' };
  const original = defaultTemplate(id);

  test('is shown if SES has no template, and is restored by a delete', async () => {
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
  test('has the site’s templates and the defaults, by name and locale, and says which have a default', async () => {
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
