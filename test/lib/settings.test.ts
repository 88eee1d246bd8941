import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import example from '../../config/example.json' with { type: 'json' };
import { mailSender } from '../../lib/sender.ts';
import { readSettings, stageMeant } from '../../lib/settings.ts';
import packageJson from '../../package.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'settings-'));

function read(text: string, stage = 'example') {
  writeFileSync(join(folder, `${stage}.json`), text);
  vi.stubEnv('ROOMPASS_CONFIG', folder);
  return readSettings(stage);
}

afterEach(() => vi.unstubAllEnvs());

type Json = Record<string, unknown>;
const changed = (change: Json): string => JSON.stringify({ ...example, ...change });
const sender = (change: Json) => ({ sender: { ...example.sender, ...change } });
const arn = 'arn:aws:dynamodb:eu-central-1:123456789012:table';

/** Mistakes in a settings file, and what the error must name. */
const wrong: [string, string, RegExp][] = [
  ['no JSON', '{"stage": "example",}', /example\.json is not JSON/],
  ['a list', '[]', /expected object/],
  ['another stage', changed({ stage: 'prod' }), /stage: must be "example"/],
  ['a stage in capitals', changed({ stage: 'Example' }), /stage: must be 1 to 12 characters of a-z 0-9/],
  ['a name for an account', changed({ account: 'ours' }), /account: must be the 12 digits/],
  ['no region', changed({ region: undefined }), /region: .*expected string/],
  ['a zone for a region', changed({ region: 'eu-central-1a' }), /region: must be an AWS region/],
  ['no sender', changed({ sender: undefined }), /sender: /],
  [
    'a URL for a domain',
    changed(sender({ domain: 'https://x.edu' })),
    /sender\.domain: must be a domain name/,
  ],
  ['no address', changed(sender({ address: 'rooms' })), /sender\.address: Invalid email/],
  ['an address elsewhere', changed(sender({ address: 'a@b.edu' })), /sender\.address: must be an address of/],
  ['a header in a name', changed(sender({ name: 'A\r\nBcc: x' })), /sender\.name: must not contain control/],
  [
    'a name too long for a From',
    changed(sender({ name: 'ü'.repeat(23) })),
    /sender\.name: must be at most 45/,
  ],
  ['http', changed({ allowedOrigins: ['http://x.edu'] }), /allowedOrigins\[0\]: must be an https origin/],
  ['a path', changed({ allowedOrigins: ['https://x.edu/i'] }), /allowedOrigins\[0\]: must be an origin/],
  ['one origin, no list', changed({ allowedOrigins: 'https://x.edu' }), /allowedOrigins: .*expected array/],
  [
    'a certificate of another region',
    changed({
      customDomain: { name: 'x.edu', certificateArn: 'arn:aws:acm:eu-central-1:1:certificate/a' },
    }),
    /customDomain\.certificateArn: must be the ARN of a certificate in us-east-1/,
  ],
  [
    'a domain without certificate',
    changed({ customDomain: { name: 'x.edu' } }),
    /customDomain\.certificateArn/,
  ],
  [
    'a web ACL of a region',
    changed({ webAclArn: 'arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/a/b' }),
    /webAclArn: must be the ARN of a web ACL for CloudFront/,
  ],
  [
    'a regional web ACL of us-east-1',
    changed({ webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b' }),
    /webAclArn: must be the ARN of a web ACL for CloudFront/,
  ],
  ['a name for a web ACL', changed({ webAclArn: 'roompass' }), /webAclArn: must be the ARN of a web ACL/],
  ['a rotation that is no number', changed({ originRotation: '1' }), /originRotation: .*expected number/],
  ['no alarm address', changed({ alarmAddress: 'operations' }), /alarmAddress: Invalid email/],
  [
    'days that logs cannot be kept',
    changed({ logRetentionDays: 10 }),
    /logRetentionDays: must be one of 1, 3/,
  ],
  ['a limit as text', changed({ limits: { burst: '10' } }), /limits\.burst: .*expected number/],
  ['no requests at all', changed({ limits: { requestsPerSecond: 0 } }), /limits\.requestsPerSecond: /],
  [
    'an unknown route',
    changed({ limits: { routes: { redeem: {} } } }),
    /limits\.routes\.redeem: is not a known setting/,
  ],
  [
    'more reserved than there is',
    changed({ limits: { routes: { getRoom: { atOnce: 500 }, putRoom: { atOnce: 500 } } } }),
    /limits\.routes: atOnce of all routes together/,
  ],
  ['one mailer', changed({ limits: { mailersAtOnce: 1 } }), /limits\.mailersAtOnce: /],
  [
    'a name for a table',
    changed({ restoredTable: { tableArn: 'x' } }),
    /restoredTable\.tableArn: must be the ARN/,
  ],
  [
    'another table’s stream',
    changed({ restoredTable: { tableArn: `${arn}/a`, streamArn: `${arn}/b/stream/1` } }),
    /restoredTable\.streamArn: must be the stream of restoredTable\.tableArn/,
  ],
  ['a misspelt setting', changed({ alarmAdress: 'a@b.edu' }), /alarmAdress: is not a known setting/],
  [
    'a misspelt setting further in',
    changed(sender({ adress: 'a' })),
    /sender\.adress: is not a known setting/,
  ],
];

test.each(wrong)('a settings file with %s is refused, and the error names the field', (_, text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('all invalid fields are reported at once', () => {
  const text = changed({ region: 'here', alarmAddress: 'me', logRetentionDays: 31 });
  expect(() => read(text)).toThrow(/region: [\s\S]*alarmAddress: [\s\S]*logRetentionDays: /);
});

test('a stage without a settings file gets an error that says what to copy', () => {
  expect(() => readSettings('nowhere')).toThrow(
    'There is no file config/nowhere.json: copy config/example.json',
  );
});

test('if no stage is given, the only one besides the example is used', () => {
  const own = mkdtempSync(join(tmpdir(), 'settings-'));
  vi.stubEnv('ROOMPASS_CONFIG', own);
  expect(() => stageMeant()).toThrow('copy config/example.json');
  for (const stage of ['example', 'prod']) writeFileSync(join(own, `${stage}.json`), '{}');
  expect(stageMeant()).toBe('prod');
  writeFileSync(join(own, 'dev.json'), '{}');
  expect(() => stageMeant()).toThrow(
    'There are several stages (dev, prod): choose one, as in --context stage=dev',
  );
});

test('the example is used only if it is allowed and is the only one', () => {
  const own = mkdtempSync(join(tmpdir(), 'settings-'));
  vi.stubEnv('ROOMPASS_CONFIG', own);
  writeFileSync(join(own, 'example.json'), '{}');
  expect(stageMeant('example')).toBe('example');
  writeFileSync(join(own, 'prod.json'), '{}');
  expect(stageMeant('example')).toBe('prod');
  writeFileSync(join(own, 'dev.json'), '{}');
  expect(() => stageMeant('example')).toThrow('There are several stages');
});

test('`npm run synth` checks the existing stage, not the example', () => {
  const own = mkdtempSync(join(tmpdir(), 'settings-'));
  writeFileSync(join(own, 'example.json'), JSON.stringify(example));
  writeFileSync(join(own, 'prod.json'), changed({ stage: 'prod', region: 'here' }));
  const [, ...context] = /--context (\w+)=(\w+)/.exec(packageJson.scripts.synth) ?? [];
  const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
    encoding: 'utf8',
    env: {
      ...process.env,
      ROOMPASS_CONFIG: own,
      CDK_CONTEXT_JSON: JSON.stringify(Object.fromEntries([context])),
    },
  });
  expect(status).toBe(1);
  expect(stderr).toContain('Stage prod');
  expect(stderr).toContain('region: must be an AWS region');
});

test('the local stage cannot be deployed', () => {
  expect(() => read(changed({ stage: 'local' }), 'local')).toThrow(/stage: must not be "local"/);
});

test('an omitted setting has its default', () => {
  const { stage, region, sender } = example;
  expect(read(JSON.stringify({ stage, region, sender }))).toEqual({
    stage,
    region,
    sender: { ...sender, domainIsVerified: false },
    allowedOrigins: [],
    originRotation: 0,
    logRetentionDays: 30,
    limits: {
      requestsPerSecond: 2000,
      burst: 4000,
      routes: {
        generateInvitations: { requestsPerSecond: 100, burst: 200, atOnce: 20 },
        requestLink: { requestsPerSecond: 200, burst: 400 },
      },
      mailersAtOnce: 2,
    },
  });
});

test.each([
  ['Example University', '"Example University" <invitations@rooms.example.edu>'],
  ['Universität', '=?UTF-8?B?VW5pdmVyc2l0w6R0?= <invitations@rooms.example.edu>'],
])('the From header of %s is valid for mail programs', (name, from) => {
  expect(mailSender(read(changed(sender({ name }))).sender)).toBe(from);
});
