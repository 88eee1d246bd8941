import fc from 'fast-check';
import Handlebars from 'handlebars';
import { describe, expect, test } from 'vitest';
import { SAMPLE_LINK, sampleCases, sampleVariables } from '../../../domain/sample-variables.ts';
import { variableNames } from '../../../domain/template.ts';
import { wordsFor } from '../../../emails/defaults.ts';
import { render } from '../../../functions/adapters/handlebars.ts';
import { templateErrors } from '../../../functions/templates/check-template.ts';

import { good } from './checked-template.ts';

/** What the check of a template promises for any input. */

const settings = {
  name: 'A site',
  inviteToMedia: { earlyEntryMinutes: { viewer: 0, speaker: 15, moderator: 15 } },
};
const { roles } = wordsFor('en');
const samples = sampleCases.map(each =>
  sampleVariables({ ...each, locale: 'en', roles, settings, qrCode: 'cid:' }, '2026-01-01T12:00:00.000Z'),
);

describe('for any input', () => {
  const condition = fc.constantFrom('if', 'unless');
  const name = fc.constantFrom(...variableNames);
  const words = fc.stringMatching(/^[ \na-z<>&!-]{0,6}$/);
  const { part } = fc.letrec<{ part: string }>(tie => ({
    part: fc
      .array(
        fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          words,
          fc.constant('{{link}}'),
          name.map(each => `{{${each}}}`),
          fc
            .tuple(condition, name, tie('part'), fc.option(tie('part')))
            .map(([is, of, then, otherwise]) =>
              [`{{#${is} ${of}}}`, then, otherwise === null ? '' : `{{else}}${otherwise}`, `{{/${is}}}`].join(
                '',
              ),
            ),
        ),
        { maxLength: 5, depthIdentifier: 'part' },
      )
      .map(pieces => pieces.join('')),
  }));
  const rubbish = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '{',
        '{{',
        '}}',
        '}',
        '{{/if}}',
        '{{#if isOpen}}',
        '{{else}}',
        '{{link}}',
        '\\',
        '!',
        '&',
        '\u0000',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    ),
  });

  const filled = (text: string) => {
    const fill = Handlebars.compile(text, { noEscape: true, strict: true });
    return samples.map(values => fill(values));
  };

  test('the check never throws, and an accepted template shows the link in every case and leaves no braces', () => {
    const any = fc.oneof(
      part,
      part.map(each => `${each}{{link}}`),
      rubbish,
      fc.tuple(part, rubbish).map(both => both.join('')),
    );
    let taken = 0;
    fc.assert(
      fc.property(any, any, any, (subject, html, text) => {
        if (templateErrors({ subject: `x${subject}`, html, text }).length > 0) return;
        taken += 1;
        for (const rendered of samples.map(values => render({ subject, html, text }, values))) {
          expect(rendered.html).toContain(SAMPLE_LINK);
          expect(rendered.text).toContain(SAMPLE_LINK);
          expect(Object.values(rendered).join()).not.toContain('{{');
        }
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(5);
  });

  test('a text is refused exactly if Handlebars shows no link, and is rendered as Handlebars does', () => {
    const seen = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(part, text => {
        const rendered = filled(text);
        const isTaken = templateErrors({ ...good, text }).length === 0;
        seen[isTaken ? 'taken' : 'refused'] += 1;
        expect(isTaken).toBe(rendered.every(each => each.includes(SAMPLE_LINK)));
        if (isTaken) expect(samples.map(values => render({ ...good, text }, values).text)).toEqual(rendered);
      }),
      { numRuns: 300 },
    );
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(20);
  });
});
