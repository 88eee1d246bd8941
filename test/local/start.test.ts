import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const start = (...args: string[]) => promisify(execFile)(process.execPath, ['local/start.ts', ...args]);

test('with --help it prints what can be set, and starts nothing', async () => {
  const { stdout } = await start('--help');
  expect(stdout).toMatch(/PORT.*SES_PORT.*DYNAMODB_PORT.*ROOMPASS_DATA/s);
  expect(stdout).not.toContain('ready');
});

test.each([['--prot'], ['3001']])('it does not start with an unknown argument such as %s', async argument => {
  await expect(start(argument)).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error'),
  });
});
