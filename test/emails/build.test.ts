import { expect, test } from 'vitest';
import { buildDefaults, withSeeded } from '../../emails/build.ts';
import generated from '../../emails/defaults.json' with { type: 'json' };
import { hashOf } from '../../emails/defaults.ts';

test('the deployed default templates are those generated from the words', async () => {
  expect(await buildDefaults()).toEqual(generated);
});

test('a changed default is appended once to the list of earlier defaults', async () => {
  const defaults = await buildDefaults();
  const before = withSeeded(defaults);
  const { fr } = defaults;
  const changed = { ...defaults, fr: { ...fr, invitation: { ...fr.invitation, subject: 'Nouveau' } } };
  const after = withSeeded(changed, before);
  expect(after).toEqual({ ...before, fr: [...(before.fr ?? []), hashOf(changed.fr.invitation)] });
  expect(withSeeded(changed, after)).toEqual(after);
});
