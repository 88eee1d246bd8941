import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstNameSchema } from '../../../../domain/person.ts';
import { signForm } from '../../../../functions/adapters/kaltura/oauth.ts';
import { baseStringOf, signatureOf } from '../../../support/oauth.ts';

const action = 'https://kaf.example.edu/embeddedrooms/index/view-room';

test('the base string of the tests is that of RFC 5849: encoded twice, sorted, without the signature', () => {
  const fields = { b: "Zoë's *", a2: 'r b', 'a3 ': '~', oauth_signature: 'x' };
  expect(baseStringOf({ action: 'HTTP://Example.COM:80/r%20v/X', fields })).toBe(
    'POST&http%3A%2F%2Fexample.com%2Fr%2520v%2FX&a2%3Dr%2520b%26a3%2520%3D~%26b%3DZo%25C3%25AB%2527s%2520%252A',
  );
});

test('a form with any fields, key and secret has the signature of RFC 5849, and keeps its fields', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 });
  const name = fc.stringMatching(/^[a-z][a-z_0-9]{0,20}$/).filter(each => !each.startsWith('oauth_'));
  fc.assert(
    fc.property(fc.dictionary(name, text), text, text, (fields, key, secret) => {
      const form = signForm({ action, fields }, { key, secret }, 1_790_000_000);
      expect(form.fields.oauth_signature).toBe(signatureOf(form, secret));
      expect(form.fields).toMatchObject({
        ...fields,
        oauth_consumer_key: key,
        oauth_timestamp: '1790000000',
      });
    }),
    { numRuns: 300 },
  );
});

test('a name of any characters that names may have is signed as RFC 5849 says', () => {
  const character = fc.oneof(fc.constantFrom(..."'’·・־׳״- .\u200c\u200d"), fc.string({ unit: 'grapheme' }));
  const names = fc
    .array(character, { maxLength: 20 })
    .map(parts => firstNameSchema.safeParse(`A${parts.join('')}`))
    .filter(({ success }) => success)
    .map(({ data = '' }) => data);
  fc.assert(
    fc.property(names, lis_person_name_full => {
      const form = signForm({ action, fields: { lis_person_name_full } }, { key: '1', secret: 's' }, 1);
      expect(form.fields.oauth_signature).toBe(signatureOf(form, 's'));
    }),
    { numRuns: 300 },
  );
});
