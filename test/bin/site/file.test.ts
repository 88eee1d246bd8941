import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSiteFile, type SiteFile } from '../../../bin/site/file.ts';

let folder: string;
let example: SiteFile;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roompass-site-'));
  example = await readSiteFile('sites/example.json');
});
afterAll(() => rm(folder, { recursive: true }));

/** The error lines for a file's content; empty if the file is valid. */
async function saidOf(content: string | Uint8Array): Promise<string[]> {
  const path = join(folder, 'site.json');
  await writeFile(path, content);
  return readSiteFile(path).then(
    () => [],
    error => error.message.replaceAll(folder, '').split('\n'),
  );
}

/** Sets a member of the example file; `undefined` removes it. */
function changed(path: string, value: unknown): string {
  const file = structuredClone(example);
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce<unknown>((object, name) => (object as Record<string, unknown>)[name], file);
  (holder as Record<string, unknown>)[last] = value;
  return JSON.stringify(file);
}

test('the example file is valid, also with a byte order mark', async () => {
  expect(await saidOf(await readFile('sites/example.json', 'utf8'))).toEqual([]);
  expect(await saidOf(`\ufeff${JSON.stringify(example)}`)).toEqual([]);
});

describe('an invalid field is reported with its valid values', () => {
  const issuer = 'trust.issuers.0';
  const httpsUrl = 'must be an https URL without a user name or password';
  const origin = 'must be an https origin, such as https://media.example.edu';
  test.each<[string, unknown, string]>([
    ['trust.siteId', 'Example', 'must be 1 to 20 characters of a-z 0-9 -'],
    ['trust.siteId', undefined, 'is missing; must be of type string'],
    ['trust.linkBaseUrl', 'rooms.example.edu', origin],
    ['trust.linkBaseUrl', 'http://rooms.example.edu', origin],
    ['trust.linkBaseUrl', 'https://rooms.example.edu/', origin],
    ['trust.allowedOrigins', ['https://media.example.edu', 'https://media.example.edu/app'], origin],
    ['trust.issuers', {}, 'must be of type array'],
    [`${issuer}.issuer`, '', 'must not be empty'],
    [`${issuer}.jwksUrl`, 'login.example.edu/jwks', httpsUrl],
    [`${issuer}.jwksUrl`, 'http://login.example.edu/jwks', httpsUrl],
    [`${issuer}.jwksUrl`, 'https://user:hunter2@login.example.edu/jwks', httpsUrl],
    [`${issuer}.audience`, undefined, 'is missing; must be of type string'],
    [`${issuer}.userIdClaim`, 3, 'must be of type string'],
    [
      `${issuer}.userIdPrefix`,
      'staff',
      'must be at most 32 characters of A-Z a-z 0-9 . _ @ ~ : + - and end in :, or be empty',
    ],
    [`${issuer}.emailIsTrusted`, 'no', 'must be of type boolean'],
    ['trust.sharedUserIds', 'yes', 'must be of type boolean'],
    [
      'trust.launcher.type',
      'kaltura',
      "Invalid discriminator value. Expected 'url' | 'kaltura-ks' | 'kaf-lti'",
    ],
    [
      'trust.launcher.template',
      'https://media.example.edu/{room}',
      'must be an https URL without placeholders other than {roomId} and {launchToken}',
    ],
    ['settings', undefined, 'is missing; must be of type object'],
    ['settings.defaultLocale', 'english!', 'must be a BCP 47 language tag, such as pt-BR'],
    ['settings.inviteToMedia.linkReusability', 'one', 'must be -1 or 1 to 50'],
    ['settings.theming.logoUrl', 'logo.png', 'must be an https URL, or null'],
    ['settings.theming.color', 'blue', 'must be a colour such as #006efa'],
    ['settings.emailDomains.blocked', ['@example.edu'], 'must be a domain name, such as example.edu'],
    ['settings.limits.emailsPerAddressPerDay', -1, 'must be a whole number from 0 to 1,000'],
  ])('%s: %j', async (path, value, right) => {
    const [said, ...others] = await saidOf(changed(path, value));
    expect(others).toEqual([]);
    const shown = path.replace('.0', '[0]') + (Array.isArray(value) ? `[${value.length - 1}]` : '');
    expect(said).toBe(`${shown}: ${right}`);
  });
});

test('all errors are reported together, each field once', async () => {
  const file = { trust: { ...example.trust, linkBaseUrl: 'x', allowedOrigins: 'y' }, settings: { name: '' } };
  const said = await saidOf(JSON.stringify(file));
  expect(said).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^trust\.linkBaseUrl: must be/),
      expect.stringMatching(/^trust\.allowedOrigins: must be/),
      expect.stringMatching(/^settings\.name: must not be empty/),
      'settings.limits: is missing; must be of type object',
    ]),
  );
  expect(said).toHaveLength(8);
  expect(new Set(said.map(line => line.split(':')[0])).size).toBe(8);
});

test('an issuer that is named twice is refused', async () => {
  const [issuer] = example.trust.issuers;
  expect(await saidOf(changed('trust.issuers', [issuer, issuer]))).toEqual([
    'trust.issuers: must name each issuer once',
  ]);
});

/** The error lines for a site whose issuers have these prefixes. */
const saidOfPrefixes = (prefixes: (string | undefined)[], trust: object = {}) => {
  const [first] = example.trust.issuers;
  const issuers = prefixes.map((userIdPrefix, index) => ({
    ...first,
    issuer: `https://login-${index}.example.edu`,
    userIdPrefix,
  }));
  return saidOf(JSON.stringify({ ...example, trust: { ...example.trust, issuers, ...trust } }));
};
const needed = (index: number) =>
  `trust.issuers[${index}].userIdPrefix: must be given, such as staff:, if there are several sources of people (issuers, Kaltura) and trust.sharedUserIds is not true`;
const beginning = (index: number) =>
  `trust.issuers[${index}].userIdPrefix: must not be the beginning of another userIdPrefix; case is ignored`;

test.each<[(string | undefined)[], string[]]>([
  [[undefined], []],
  [['a:'], []],
  [['a:', 'b:'], []],
  [['a:', 'b:a:'], []],
  [[undefined, 'b:'], [needed(0)]],
  [
    ['', ''],
    [needed(0), needed(1)],
  ],
  [['a:', 'b:', ''], [needed(2)]],
  [
    ['a:', 'a:'],
    [beginning(0), beginning(1)],
  ],
  [['Staff:', 'staff:x:'], [beginning(0)]],
  [['x:', ':'], []],
])('issuers with the prefixes %j are checked by the prefix rule', async (prefixes, said) => {
  expect(await saidOfPrefixes(prefixes)).toEqual(said);
});

test('issuers with sharedUserIds need no prefixes', async () => {
  expect(await saidOfPrefixes([undefined, ''], { sharedUserIds: true })).toEqual([]);
  expect(await saidOfPrefixes([undefined, ''], { sharedUserIds: false })).toEqual([needed(0), needed(1)]);
});

test.each(['https://rooms.example.edu', 'https://rooms.example.edu/', 'HTTPS://Rooms.Example.edu:443'])(
  'the linkBaseUrl is refused as an issuer: %s',
  async issuer => {
    expect(await saidOf(changed('trust.issuers.0.issuer', issuer))).toEqual([
      'trust.issuers[0].issuer: must not be an origin of Roompass itself',
    ]);
  },
);

test('an issuer with a path below the linkBaseUrl is accepted', async () => {
  const issuer = `${example.trust.linkBaseUrl}/dev/issuers/demo`;
  expect(await saidOf(changed('trust.issuers.0.issuer', issuer))).toEqual([]);
});

test('a file with a secret is refused, and the error does not repeat the secret', async () => {
  const text = changed('trust.launcher', {
    ...example.trust.launcher,
    secret: 'hunter2',
    adminSecret: 'hunter2',
  });
  expect(await saidOf(text)).toEqual([
    'trust.launcher.secret: is not a known field',
    'trust.launcher.adminSecret: is not a known field',
  ]);
});

test('a file that is not JSON is reported with the position of the error', async () => {
  expect(await saidOf('{\n  "trust": {\n    "siteId" 1')).toEqual([
    "/site.json: is not JSON: Expected ':' after property name in JSON at position 28 (line 3 column 14)",
  ]);
  expect(await saidOf('')).toEqual(['/site.json: is not JSON: Unexpected end of JSON input']);
  expect(await saidOf(Uint8Array.of(0x7b, 0xff))).toEqual(['/site.json: is not UTF-8']);
  expect(await saidOf('[]')).toEqual(['the file: must be of type object']);
});

test('a missing file is reported by its name', async () => {
  await expect(readSiteFile('sites/none.json')).rejects.toThrow('sites/none.json: cannot be read (ENOENT)');
});
