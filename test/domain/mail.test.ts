import { expect, test } from 'vitest';
import { localeFallback } from '../../domain/mail.ts';

test('the fallback of locales goes from the region to the language, the site’s default and English', () => {
  expect(localeFallback('pt-BR', 'fr')).toEqual(['pt-BR', 'pt', 'fr', 'en']);
  expect(localeFallback('fr-CA', 'de')).toEqual(['fr-CA', 'fr', 'de', 'en']);
  expect(localeFallback('fr', 'fr')).toEqual(['fr', 'en']);
  expect(localeFallback('en', 'en')).toEqual(['en']);
});

test('a reader of another variant of a language gets the existing variant, before the site’s default', () => {
  expect(localeFallback('pt-PT', 'fr')).toEqual(['pt-PT', 'pt', 'pt-BR', 'fr', 'en']);
  expect(localeFallback('pt', 'fr')).toEqual(['pt', 'pt-BR', 'fr', 'en']);
  expect(localeFallback('zh-TW', 'zh-CN')).toEqual(['zh-TW', 'zh', 'zh-CN', 'en']);
});
