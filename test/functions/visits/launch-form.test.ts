import { beforeAll, beforeEach, expect, test } from 'vitest';
import { call, login, redeem } from '../../support/api.ts';
import { Device } from '../../support/device.ts';
import { invite, putRoom, startWithRoom } from '../../support/ground.ts';
import { admitted, KAF_SECRET, KAF_URL, launchByForm, launchForm } from '../../support/kaf.ts';
import { startKalturaSite } from '../../support/kaltura-site.ts';
import { type Form, signatureOf } from '../../support/oauth.ts';
import { origin } from '../../support/stack.ts';

const ROOM = '1_abcdefgh';
let owner: string;

beforeAll(async () => {
  ({ owner } = await startWithRoom(ROOM));
});

beforeEach(() => launchByForm());

/** The form of a new person's entry, after its signature was checked. */
async function formOf(person: object = {}): Promise<Form> {
  const { launchToken } = await admitted(owner, ROOM, person);
  const { status, body } = await launchForm(launchToken);
  expect(status).toBe(200);
  expect(body.fields.oauth_signature).toBe(signatureOf(body, KAF_SECRET));
  return body;
}

test('an entry leads to the page /join, whose token gives a signed form for the room', async () => {
  const { joinUrl, launchToken, id } = await admitted(owner, ROOM, { role: 'moderator', locale: 'fr' });
  expect(joinUrl).toBe(`${origin}/join#${launchToken}`);
  const { status, body, headers } = await launchForm(launchToken);
  expect(status).toBe(200);
  expect(headers['cache-control']).toBe('no-store');
  expect(body).toEqual({
    action: KAF_URL,
    fields: {
      lti_message_type: 'basic-lti-launch-request',
      lti_version: 'LTI-1p0',
      resource_link_id: ROOM,
      context_id: ROOM,
      custom_entry_id: ROOM,
      user_id: `guest-${id}`,
      roles: 'Instructor',
      custom_room_moderator: '1',
      lis_person_name_given: 'Ada',
      lis_person_name_family: 'Byron',
      lis_person_name_full: 'Ada Byron',
      launch_presentation_locale: 'fr',
      oauth_callback: 'about:blank',
      oauth_consumer_key: '4711',
      oauth_nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: expect.stringMatching(/^\d{10}$/),
      oauth_version: '1.0',
      oauth_signature: signatureOf(body, KAF_SECRET),
    },
  });
  expect(Math.abs(Number(body.fields.oauth_timestamp) - Date.now() / 1000)).toBeLessThan(60);
});

test('a room’s own join URL replaces the launcher', async () => {
  const joinUrl = 'https://media.example.edu/room';
  const room = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true, joinUrl };
  const token = await login({ sub: 'owner', scope: 'rooms:write' });
  await call('putRoom', { parameters: { roomId: 'own-url' }, body: room, token });
  expect((await admitted(owner, 'own-url')).joinUrl).toBe(joinUrl);
});

test('only a site login is passed on as the user, and no form has an e-mail address', async () => {
  const { link, email } = await invite(owner, ROOM, { email: 'ada@demo.test' });
  const token = await login({ sub: 'ada' });
  const { body } = await redeem({ device: await Device.create(), link, email, token, enter: true });
  const form = await launchForm(body.joinUrl.split('#')[1]);
  expect(form.body.fields.user_id).toBe('ada');
  expect(JSON.stringify([form.body, await formOf()])).not.toContain('@');
});

test.each([
  ['O’Neill', 'Sant·Ana-Müller Jr.'],
  ["'t Hart", '· ・ ־ ׳ ״'.replace(/^/, 'ל')],
  ['क्\u200dष', 'می\u200cخواهم'],
  ['محمد', 'الخوارزمي'],
  ['李小龍', '山田・太郎'],
  ['𠮷'.repeat(60), '𠮷'.repeat(60)],
  ['Ada', ''],
])('the signature of %s %s verifies, and the form has the names unchanged', async (firstName, lastName) => {
  const { fields } = await formOf({ firstName, lastName });
  expect(fields.lis_person_name_given).toBe(firstName);
  expect(fields.lis_person_name_family ?? '').toBe(lastName);
});

test('the signature is for the URL that a browser posts to, also if the trust file spells it in another way', async () => {
  await launchByForm({ url: 'HTTPS://KAF.Example.edu:443/launch' });
  expect((await formOf()).action).toBe('https://kaf.example.edu/launch');
});

test('the stand-in for Kaltura accepts the form, and refuses it a second time', async () => {
  const kaltura = await startKalturaSite();
  try {
    const url = `${kaltura.endpoint}/embeddedrooms/index/view-room`;
    await kaltura.trust({}, { type: 'kaf-lti', url });
    const ownerOfOther = await login({ sub: 'owner', site: 'other', scope: 'rooms:write' });
    await putRoom(ownerOfOther, 'lti');
    const { launchToken, id } = await admitted(ownerOfOther, 'lti', {
      firstName: 'Zoë',
      lastName: 'O’Neill',
    });
    const { action, fields } = (await launchForm(launchToken)).body as Form;
    const post = async () =>
      (await fetch(action, { method: 'POST', body: new URLSearchParams(fields) })).text();
    expect(await post()).toContain(`In the room as guest-${id}.`);
    expect(await post()).toContain('The nonce is missing or was used before.');
  } finally {
    await kaltura.stop();
  }
});

test('each form has another nonce', async () => {
  const [one, other] = [await formOf(), await formOf()];
  expect(one.fields.oauth_nonce).not.toBe(other.fields.oauth_nonce);
});
