import { expect, test } from 'vitest';
import { localeFallback } from '../../domain/mail.ts';

test('the fallback of locales goes from the region to the language, the site’s default and English', () => {
  expect(localeFallback('pt-BR', 'fr')).toEqual(['pt-BR', 'pt', 'fr', 'en']);
  expect(localeFallback('fr-CA', 'de')).toEqual(['fr-CA', 'fr', 'de', 'en']);
  expect(localeFallback('fr', 'fr')).toEqual(['fr', 'en']);
  expect(localeFallback('en', 'en')).toEqual(['en']);
});
