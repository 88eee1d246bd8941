import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_SECRET } from '../../../local/kaltura/directory.ts';
import { signatureOf } from '../../../local/kaltura/oauth.ts';
import { readPage, START, type StandIn, startStandIn } from './support.ts';

let kaltura: StandIn;
beforeAll(async () => {
  kaltura = await startStandIn();
});
beforeEach(() => kaltura.reset());
afterAll(() => kaltura.stop());

let nonces = 0;
const launchFields = () => ({
  lti_message_type: 'basic-lti-launch-request',
  lti_version: 'LTI-1p0',
  resource_link_id: 'inv1',
  user_id: 'guest-1',
  roles: 'Learner',
  custom_entry_id: '1_openroom',
  lis_person_name_full: "Zoë O'Neil (guest) *",
  oauth_consumer_key: '1234567',
  oauth_signature_method: 'HMAC-SHA1',
  oauth_timestamp: String(START),
  oauth_nonce: `nonce-${nonces++}`,
  oauth_version: '1.0',
});
type Fields = Record<string, string>;

function sign(fields: Fields, secret = ADMIN_SECRET): Fields {
  const form = {
    method: 'POST',
    url: `${kaltura.endpoint}/embeddedrooms/index/view-room`,
    fields: Object.entries(fields),
  };
  return { ...fields, oauth_signature: signatureOf(form, secret) };
}

async function post(fields: Fields) {
  const url = `${kaltura.endpoint}/embeddedrooms/index/view-room`;
  const html = await (await fetch(url, { method: 'POST', body: new URLSearchParams(fields) })).text();
  return { html, ...readPage(html) };
}

it('signs as OpenSSL does', () => {
  // OpenSSL signed the base string, which was written by hand.
  const fields = Object.entries({
    file: "Zoë's *.jpg",
    size: 'original',
    oauth_consumer_key: 'dpf43f3p2l4k3l03',
    oauth_nonce: 'kllo9940pd9333jh',
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: '1191242096',
    oauth_version: '1.0',
  });
  const form = { method: 'get', url: 'http://photos.example.net/photos', fields };
  expect(signatureOf(form, 'kd94hf93k423kf44')).toBe('djtxqtrea+WuQqCRYKRX4axHWKY=');
});

describe('an LTI launch', () => {
  it('opens the room and shows its fields', async () => {
    const { state, user, html } = await post(sign(launchFields()));
    expect([state, user]).toEqual(['in', 'guest-1']);
    expect(html).toContain('<tr data-privilege="custom_entry_id"><td>1_openroom');
    expect(html).toContain('Zo\u00eb O&#39;Neil (guest) *');
    expect(html).not.toContain('oauth_signature"');
  });

  it('is accepted with any of the account secrets', async () => {
    kaltura.directory.adminSecrets.unshift('fedcba9876543210fedcba9876543210');
    expect(await post(sign(launchFields()))).toMatchObject({ state: 'in' });
  });

  it('is accepted once', async () => {
    const fields = sign(launchFields());
    expect((await post(fields)).state).toBe('in');
    expect(await post(fields)).toMatchObject({
      state: 'invalid',
      html: expect.stringContaining('The nonce is missing or was used before.'),
    });
  });

  it('ejects an earlier launch of the same user', async () => {
    const { visit } = await post(sign(launchFields()));
    await post(sign(launchFields()));
    const answer = await fetch(`${kaltura.endpoint}/visits/${visit}`);
    expect(await answer.json()).toMatchObject({ state: 'ejected' });
  });

  it.each([
    ['another secret', {}, 'The signature is wrong.', 'x'],
    ['another consumer key', { oauth_consumer_key: '42' }, 'The consumer key is not the partner.'],
    ['another method', { oauth_signature_method: 'PLAINTEXT' }, 'The signature method is not HMAC-SHA1.'],
    ['an old timestamp', { oauth_timestamp: String(START - 301) }, 'The timestamp is not within 5 minutes.'],
    [
      'a timestamp to come',
      { oauth_timestamp: String(START + 301) },
      'The timestamp is not within 5 minutes.',
    ],
    ['no timestamp', { oauth_timestamp: '' }, 'The timestamp is not within 5 minutes.'],
    ['no nonce', { oauth_nonce: '' }, 'The nonce is missing or was used before.'],
    ['another version', { lti_version: '1.3.0' }, 'The form is not an LTI 1.1 launch.'],
    ['no link', { resource_link_id: '' }, 'The form has no resource_link_id.'],
    ['no user', { user_id: '' }, 'The form has no user_id or no custom_entry_id.'],
  ])('is refused with %s', async (_, fields, reason, secret = ADMIN_SECRET) => {
    const { state, html } = await post(sign({ ...launchFields(), ...fields }, secret));
    expect(state).toBe('invalid');
    expect(html).toContain(reason);
  });

  it('is refused if a field was changed', async () => {
    const { state } = await post({ ...sign(launchFields()), custom_room_moderator: '1' });
    expect(state).toBe('invalid');
  });
});
