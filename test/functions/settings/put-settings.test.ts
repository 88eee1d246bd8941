import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Settings } from '../../../domain/site.ts';
import { type Answer, call, login } from '../../support/api.ts';
import { FakeSes } from '../../support/fake-ses.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

const ses = new FakeSes();
let admin: string;

beforeAll(async () => {
  await startWithEmptyTable();
  process.env.AWS_ENDPOINT_URL_SESV2 = await ses.start();
  vi.resetModules();
  admin = await login({ sub: 'admin', scope: 'site:admin' });
});

afterEach(() => ses.recover());

afterAll(() => ses.stop());

/** Changes the current settings and puts them. `ifMatch` defaults to the current ETag. */
async function put(change: (settings: Settings) => void, ifMatch?: string | null): Promise<Answer> {
  const { body, headers } = await call('getSettings', { token: admin });
  change(body);
  const version = ifMatch === undefined ? headers.etag : ifMatch;
  return call('putSettings', {
    token: admin,
    body,
    headers: typeof version === 'string' ? { 'if-match': version } : {},
  });
}

const choose = (name: string | null) =>
  put(({ inviteToMedia }) => {
    inviteToMedia.inviteEmailTemplate = name;
  });

const content = { Subject: 'Hi', Html: '{{link}}', Text: '{{link}}' };
const PATH = 'inviteToMedia.inviteEmailTemplate';

describe('the invitation’s template', () => {
  test('must exist at the site, in any language', async () => {
    ses.templates.set('local_demo_lecture_fr', content);
    ses.templates.set('local_other_seminar_en', content);
    for (const [name, hint] of [
      ['lectrue', 'did you mean lecture?'],
      ['Lecture', 'did you mean lecture?'],
      ['seminar', 'such as invitation'],
      ['nope', 'such as invitation'],
    ] as const) {
      const refused = await choose(name);
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
      const message = `must be the name of one of the site’s mail templates, ${hint}`;
      expect(refused.body.errors).toEqual([{ path: PATH, message }]);
    }
    expect((await choose('lecture')).status).toBe(200);
  });

  test('may stay after it was deleted, so that other settings can still be changed', async () => {
    ses.templates.set('local_demo_lecture_fr', content);
    expect((await choose('lecture')).status).toBe(200);
    ses.templates.clear();
    expect((await choose('lecture')).status).toBe(200);
  });

  test('is not looked up in SES if it is a default, empty or unchanged', async () => {
    ses.templates.set('local_demo_lecture_fr', content);
    for (const name of [null, '', 'invitation', 'lecture', 'lecture'])
      expect((await choose(name)).status).toBe(200);
    expect(ses.lists).toBe(1);
    expect((await choose('invitation')).status).toBe(200);
  });

  test('is not refused during an SES outage: the answer is 503, and nothing is saved', async () => {
    // Throttling gets the same answer, but the SDK retries it for longer.
    ses.listRefusal = { status: 503, type: 'ServiceUnavailable' };
    const busy = await choose('seminar');
    expect(busy).toMatchObject({ status: 503, body: { code: 'temporarily_unavailable' } });
    expect(Number(busy.headers['retry-after'])).toBeGreaterThan(0);
    const { body } = await call('getSettings', { token: admin });
    expect(body.inviteToMedia.inviteEmailTemplate).toBe('invitation');
  });
});

/** Members, invalid values, and the message that says what is valid. */
const wrong: [string, unknown, string][] = [
  ['inviteToMedia.linkReusability', 0, 'must be -1 or 1 to 50'],
  ['inviteToMedia.linkReusability', -2, 'must be -1 or 1 to 50'],
  ['inviteToMedia.linkReusability', 51, 'must be -1 or 1 to 50'],
  ['inviteToMedia.linkReusability', 1.5, 'must be -1 or 1 to 50'],
  ['inviteToMedia.linkReusability', '1', 'must be -1 or 1 to 50'],
  ['inviteToMedia.linkDurationMinutes', 0, 'must be a whole number from 1 to 576,000'],
  ['inviteToMedia.linkDurationMinutes', 1e300, 'must be a whole number from 1 to 576,000'],
  ['inviteToMedia.linkDurationMinutes', undefined, 'must be given'],
  [
    'inviteToMedia.allowedUsers.minimumRole',
    'owner',
    'must be viewerRole, privateOnlyRole, adminRole, unmoderatedAdminRole, or null',
  ],
  [PATH, 7, 'must be the name of a mail template, or null'],
  [PATH, 'a_b', 'must be at most 20 characters of A-Z a-z 0-9 -, or null'],
  ['theming.logoUrl', 'http://example.edu/logo.png', 'must be an https URL, or null'],
  ['limits.invitationsPerManagerPerHour', -1, 'must be a whole number from 0 to 1,000,000'],
  ['limits.emailsPerAddressPerDay', 1001, 'must be a whole number from 0 to 1,000'],
];

test.each(wrong)('%s: %j is refused with the valid values', async (path, value, message) => {
  const refused = await put(settings => {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    const parent = steps.reduce(
      (at, step) => at[step] as Record<string, unknown>,
      settings as Record<string, unknown>,
    );
    parent[last] = value;
  });
  expect(refused.body.errors).toEqual([{ path, message }]);
});
