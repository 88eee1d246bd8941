import { describe, expect, test } from 'vitest';
import { SAMPLE_LINK } from '../../../domain/sample-variables.ts';
import { createTemplate } from '../../../functions/adapters/ses-templates.ts';
import { content, get, newId, notFound, preview, put, sesName } from './templates-stage.ts';

/** The route that previews a template. */

describe('a preview', () => {
  test('shows the saved template with sample values', async () => {
    const id = newId('de');
    const words = '{{fullName}}, {{role}}, {{siteName}}, {{startsAt}}';
    await put(id, { ...content, text: `${words} {{link}}` });
    const shown = await preview(id);
    expect(shown).toMatchObject({ status: 200, body: { subject: 'Hi Ada', html: `<p>${SAMPLE_LINK}</p>` } });
    expect(shown.body.text).toMatch(/^Ada Byron, \S+, .+, \S+tag, \d+\. /);
  });

  test('shows unsaved parts, and neutralises given values', async () => {
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
  ])('with the values %j has the role in the language of the template', async (variables, role) => {
    const shown = await preview(newId('de'), { ...content, subject: '{{role}}', variables });
    expect(shown.body.subject).toBe(role);
  });

  test('of a session that is over has earlier times than of one that is open or planned', async () => {
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

  test('needs no saved template if every part is given', async () => {
    const id = newId();
    expect((await preview(id, content)).status).toBe(200);
    const { text: _, ...rest } = content;
    expect(await preview(id, rest)).toMatchObject(notFound);
    expect((await preview({ name: 'invitation', locale: 'he' })).body.html).toContain('dir="rtl"');
  });

  test('shows the QR code as an embedded picture', async () => {
    const html = '<img src="{{qrCode}}">{{link}}';
    const shown = await preview(newId(), { ...content, html });
    expect(shown.body.html).toMatch(/^<img src="data:image\/png;base64,[\w+/]+=*">/);
  });

  test('of an invalid template lists its errors', async () => {
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
