import { describe, expect, test } from 'vitest';
import { requireManager, requireMayInvite, whyNotInvite } from '../../domain/inviting.ts';
import { isMailAvailable } from '../../domain/mail.ts';
import { codeThrownBy, person, room, settings } from './fixtures.ts';

describe('who may invite', () => {
  test('the first rule that fails is the reason, in the contract’s order', () => {
    const rules = [
      ['module_disabled', { inviteToMedia: { enabled: false } }],
      ['media_page_disabled', { theming: { mediaPage: false } }],
    ] as const;
    const everythingWrong = settings({
      inviteToMedia: { enabled: false, allowedUsers: { minimumRole: null, users: [], groups: [] } },
      theming: { mediaPage: false },
    });
    const stranger = person({ id: 'stranger' });
    const silent = room({ chatAndCollaboration: false });
    expect(whyNotInvite(stranger, silent, everythingWrong)).toBe('module_disabled');
    everythingWrong.inviteToMedia.enabled = true;
    expect(whyNotInvite(stranger, silent, everythingWrong)).toBe('media_page_disabled');
    everythingWrong.theming.mediaPage = true;
    expect(whyNotInvite(stranger, silent, everythingWrong)).toBe('chat_and_collaboration_disabled');
    expect(whyNotInvite(stranger, room(), everythingWrong)).toBe('not_a_room_manager');
    expect(whyNotInvite(person(), room(), everythingWrong)).toBe('not_an_allowed_user');
    expect(whyNotInvite(person(), room(), settings())).toBeUndefined();
    for (const [reason, changes] of rules)
      expect(whyNotInvite(person(), room(), settings(changes))).toBe(reason);
  });

  const allowed = (changes: object, who = person()) =>
    whyNotInvite(
      who,
      room({ ownerId: who.id }),
      settings({ inviteToMedia: { allowedUsers: { minimumRole: null, users: [], groups: [], ...changes } } }),
    ) === undefined;

  test.each([
    ['a role above the minimum', { minimumRole: 'viewerRole' }, {}, true],
    ['the minimum role itself', { minimumRole: 'privateOnlyRole' }, {}, true],
    ['a role below the minimum', { minimumRole: 'adminRole' }, {}, false],
    ['a listed id in other case', { users: ['OWNER'] }, {}, true],
    ['another listed id', { users: ['somebody'] }, {}, false],
    ['a listed group', { groups: ['staff'] }, { groups: ['staff'] }, true],
    ['a group of other case', { groups: ['staff'] }, { groups: ['Staff'] }, false],
    ['a listed id that looks like a group', { users: ['group:staff'] }, { groups: ['staff'] }, false],
    ['no list at all', {}, { siteRole: 'unmoderatedAdminRole' }, false],
    ['a role too low but a listed id', { minimumRole: 'adminRole', users: ['owner'] }, {}, true],
  ])('allowed users: %s', (_, changes, who, expected) => {
    expect(allowed(changes, person(who as object))).toBe(expected);
  });

  test('the refusal names the reason', () => {
    expect(() => requireMayInvite(person({ id: 'x' }), room(), settings())).toThrow(
      expect.objectContaining({ code: 'not_allowed_to_invite', extra: { reason: 'not_a_room_manager' } }),
    );
  });
});

test('managing requires a manager of the room, or a scope that the route admits', () => {
  const administrator = person({ id: 'admin', scopes: ['site:admin'] });
  expect(codeThrownBy(() => requireManager(person(), room()))).toBeUndefined();
  expect(codeThrownBy(() => requireManager(administrator, room()))).toBe('forbidden');
  expect(codeThrownBy(() => requireManager(administrator, room(), 'site:admin'))).toBeUndefined();
  expect(codeThrownBy(() => requireManager(administrator, room(), 'rooms:write'))).toBe('forbidden');
});

test('mail is available if the settings name a template', () => {
  const withTemplate = (inviteEmailTemplate: string | null) =>
    settings({ inviteToMedia: { inviteEmailTemplate } });
  expect(isMailAvailable(withTemplate('invitation'))).toBe(true);
  expect(isMailAvailable(withTemplate(''))).toBe(false);
  expect(isMailAvailable(withTemplate(null))).toBe(false);
});
