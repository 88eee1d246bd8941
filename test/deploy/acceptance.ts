import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { FULL } from '../support/full.ts';
import { deployed, emulator } from './support/deployed.ts';

test('the deployed API passes the acceptance suite', async () => {
  const { baseUrl, tokenUrl, windowUrl } = deployed;
  const target = {
    BASE_URL: baseUrl,
    TOKEN_URL: tokenUrl,
    SITE_ORIGIN: 'https://{site}.example.edu',
    MAIL_STORE_URL: `${windowUrl}/store`,
    SES_EVENTS_URL: `${windowUrl}/ses-events`,
    LOG_URL: `${windowUrl}/logs`,
    BRIEF: FULL ? '' : '1',
  };
  const suite = spawn('npm', ['run', '--silent', 'test:acceptance'], {
    env: { ...emulator.env, ...target },
    stdio: 'inherit',
  });
  expect(await once(suite, 'exit')).toEqual([0, null]);
});
