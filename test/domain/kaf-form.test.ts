import { expect, test } from 'vitest';
import { formLaunchClaims } from '../../domain/admission.ts';
import { type Launched, launchFields } from '../../domain/kaf-form.ts';
import type { Role } from '../../domain/role.ts';
import { type FormLauncher, trustSchema } from '../../domain/trust.ts';
import { localSites } from '../../local/sites.ts';
import { invitation } from './fixtures.ts';

const url = 'https://1234567.kaf.kaltura.com/embeddedrooms/index/view-room';
const launcher: FormLauncher = { type: 'kaf-lti', url };
const launched = (role: Role, more: Partial<Launched> = {}): Launched => ({
  user: 'guest-0',
  room: '1_abcdefgh',
  role,
  firstName: 'Ada',
  lastName: 'Byron',
  locale: 'pt-BR',
  ...more,
});

test('a viewer and a speaker are learners, in a form with room, person and locale', () => {
  const expected = {
    lti_message_type: 'basic-lti-launch-request',
    lti_version: 'LTI-1p0',
    resource_link_id: '1_abcdefgh',
    context_id: '1_abcdefgh',
    custom_entry_id: '1_abcdefgh',
    user_id: 'guest-0',
    roles: 'Learner',
    lis_person_name_given: 'Ada',
    lis_person_name_family: 'Byron',
    lis_person_name_full: 'Ada Byron',
    launch_presentation_locale: 'pt-BR',
  };
  expect(launchFields(launched('viewer'), launcher)).toEqual(expected);
  expect(launchFields(launched('speaker'), launcher)).toEqual(expected);
});

test('a moderator is an instructor who moderates the room', () => {
  const fields = launchFields(launched('moderator'), launcher);
  expect(fields).toMatchObject({ roles: 'Instructor', custom_room_moderator: '1' });
});

test('the trust file may replace what KAF is told of a role, and the other roles stay', () => {
  const roles = {
    speaker: { roles: 'Instructor', isModerator: false },
    viewer: { roles: 'Learner', isModerator: true },
  } as const;
  const of = (role: Role) => launchFields(launched(role), { ...launcher, roles });
  expect(of('speaker').roles).toBe('Instructor');
  expect(of('speaker')).not.toHaveProperty('custom_room_moderator');
  expect(of('viewer')).toMatchObject({ roles: 'Learner', custom_room_moderator: '1' });
  expect(of('moderator')).toMatchObject({ roles: 'Instructor', custom_room_moderator: '1' });
});

test('somebody with one name has no family name in the form', () => {
  const fields = launchFields(launched('viewer', { lastName: '' }), launcher);
  expect(fields).not.toHaveProperty('lis_person_name_family');
  expect(fields.lis_person_name_full).toBe('Ada');
});

test('a token that becomes a form has the names and the locale, and no e-mail', () => {
  const entrant = { invitation: invitation(), device: 'd', linkId: 'l', linkReusability: 1 };
  const claims = formLaunchClaims(entrant);
  expect(claims).toMatchObject({ given_name: 'Ada', family_name: 'Byron', name: 'Ada Byron', locale: 'en' });
  expect(JSON.stringify(claims)).not.toContain('@');
});

test('a trust file’s launch URL is an https URL without query and fragment', () => {
  const [demo] = localSites('https://rooms.example.edu');
  const isValid = (text: string) =>
    trustSchema.safeParse({ ...demo?.trust, launcher: { type: 'kaf-lti', url: text } }).success;
  expect(isValid(url)).toBe(true);
  const wrong = [`${url}?a=b`, `${url}?`, `${url}#a`, url.replace('https', 'http'), 'https://a:b@kaf.test/'];
  expect(wrong.filter(isValid)).toEqual([]);
});
