import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { TEMPLATES } from './support/emulator.ts';
import { run } from './support/run.ts';
import { tool } from './support/tools.ts';

test('cfn-lint reports nothing about the production templates', async () => {
  const files = (await readdir(TEMPLATES)).map(name => `${TEMPLATES}/${name}`);
  expect(files).toHaveLength(5);
  expect(await run(tool('cfn-lint'), files)).toBe('');
});
