import { describe, expect, test } from 'vitest';
import { templateErrors } from '../../../functions/templates/check-template.ts';
import { errorsWith, good } from './checked-template.ts';

/** The check of a template is quick, also for the largest ones. */

describe('a template of SES’s maximum size', () => {
  test.each([
    ['conditions that are never closed', '{{#if isOpen}}'],
    ['tags', '\n{{link}}'],
    ['wrong tags', '{{lnk}}'],
    ['braces', '{'],
    ['comments', '<!--'],
    ['ends of comments', '-->'],
    ['escapes', '\\{{'],
    ['spaces', ' '],
  ])('is checked within a second or two, if it is full of %s', (_, what) => {
    const html = what.repeat(500_000 / what.length);
    const startedAt = performance.now();
    expect(templateErrors({ ...good, html }).length).toBeGreaterThan(0);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  test('is checked within a second or two, if it is valid', () => {
    const html = `${'\n'.repeat(100)}{{#if isOpen}}a{{/if}}${'x'.repeat(100)}`.repeat(999) + good.html;
    const startedAt = performance.now();
    expect(errorsWith({ html })).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
