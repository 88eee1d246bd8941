import { describe, expect, test } from 'vitest';
import type { Settings } from '../../domain/site.ts';
import { Invitee } from './support/invitee.ts';
import { keepSettings, readSettings, withSettings } from './support/settings.ts';
import { atBothSites, somebody } from './support/site.ts';
import {
  expectNobodyInvites,
  standingAt,
  standingSession,
  tryToInvite,
  withStandingInvitations,
} from './support/standing.ts';

const REMEMBERED = 50;

const inviteToMedia = (change: Partial<Settings['inviteToMedia']>) => (settings: Settings) => ({
  ...settings,
  inviteToMedia: { ...settings.inviteToMedia, ...change },
});

describe('settings', () => {
  keepSettings();
  withStandingInvitations();

  atBothSites(site => {
    test('are replaced only by whoever has seen the current ones', async () => {
      const login = await site.administrator();
      const { settings: body, etag } = await readSettings(site);
      const put = (headers: Record<string, string>, given: object = body) =>
        site.call('putSettings', { login, headers, body: given });
      for (const headers of [{}, { 'if-match': '"0"' }, { 'if-match': '*' }] as Record<string, string>[]) {
        expect(await put(headers)).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
      }
      expect((await put({ 'if-match': etag }, { ...body, theming: {} })).status).toBe(400);
      expect((await put({ 'if-match': etag }, { ...body, trust: {} })).status).toBe(400);
      const saved = await put({ 'if-match': etag });
      expect(saved).toMatchObject({ status: 200, body });
      expect(saved.headers.get('etag')).not.toBe(etag);
      expect((await put({ 'if-match': etag })).status).toBe(412);
    });
  });

  describe('with the module switched off', () => {
    withSettings(inviteToMedia({ enabled: false }));
    atBothSites(site => {
      test('nobody invites, but links that are out work and are managed', async () => {
        await expectNobodyInvites(site, 'module_disabled');
        const { path } = standingAt(site);
        expect((await standingSession(site)).body.state).toBe('admitted');
        expect((await site.manage('getInvitation', path)).status).toBe(200);
        expect((await site.manage('promoteInvitation', path, { body: { role: 'viewer' } })).status).toBe(200);
      });
    });
  });

  describe('without a media page', () => {
    withSettings(settings => ({ ...settings, theming: { ...settings.theming, mediaPage: false } }));
    atBothSites(site => {
      test('nobody invites', () => expectNobodyInvites(site, 'media_page_disabled'));
    });
  });

  describe('with a list of those who may invite, and no mail template', () => {
    withSettings(
      inviteToMedia({
        allowedUsers: { minimumRole: 'adminRole', users: ['Listed'], groups: ['inviters'] },
        inviteEmailTemplate: null,
      }),
    );
    atBothSites(site => {
      test('those below the role and on no list may not; by role, id or group they may', async () => {
        await site.putRoom(standingAt(site).roomId, { coOwners: ['listed', 'high', 'member'] });
        await expectNobodyInvites(site, 'not_an_allowed_user');
        const allowed = [
          { sub: 'lISTED' },
          { sub: 'high', site_role: 'unmoderatedAdminRole' },
          { sub: 'member', groups: ['inviters'] },
        ];
        for (const claims of allowed) {
          const [generated] = await tryToInvite(site, { login: await site.login(claims) });
          expect(generated?.status, claims.sub).toBe(201);
        }
      });

      test('no mail is offered, taken or sent', async () => {
        const { roomId, path } = standingAt(site);
        const login = await site.login({ sub: site.ownerId, site_role: 'adminRole' });
        const options = await site.manage('getInviteOptions', { roomId }, { login });
        expect(options.body).toMatchObject({ canInvite: true, email: { available: false, locales: [] } });
        const body = { ...somebody(), role: 'viewer', sendEmail: true };
        const refusal = { status: 422, body: { code: 'email_not_available' } };
        expect(await site.manage('generateInvitation', { roomId }, { body, login })).toMatchObject(refusal);
        expect(await site.manage('resendInvitation', path, { login })).toMatchObject(refusal);
        const rows = { body: { invitations: [body, { ...body, sendEmail: false }] }, login };
        const { results } = (await site.manage('generateInvitations', { roomId }, rows)).body;
        expect(results).toMatchObject([{ problem: { code: 'email_not_available' } }, { status: 201 }]);
      });
    });
  });

  describe('with any number of devices and a blocked domain', () => {
    withSettings(settings => ({
      ...inviteToMedia({ linkReusability: -1 })(settings),
      emailDomains: { allowed: [], blocked: ['blocked.test'] },
    }));
    atBothSites(site => {
      test('a blocked domain, or one below it, is not invited', async () => {
        const { roomId } = standingAt(site);
        const refusal = { status: 403, body: { code: 'email_domain_blocked' } };
        for (const domain of ['blocked.test', 'deep.down.BLOCKED.test']) {
          const body = { ...somebody(domain), role: 'viewer' };
          expect(await site.manage('generateInvitation', { roomId }, { body })).toMatchObject(refusal);
          const rows = { body: { invitations: [body] } };
          const { results } = (await site.manage('generateInvitations', { roomId }, rows)).body;
          expect(results[0]).toMatchObject({ status: 403, problem: refusal.body });
        }
        const body = { ...somebody('notblocked.test'), role: 'viewer' };
        expect((await site.manage('generateInvitation', { roomId }, { body })).status).toBe(201);
      });

      test('more devices than are remembered enter one link', async () => {
        const { link, email, path } = standingAt(site);
        for (let count = 0; count < REMEMBERED; count += 1) {
          const answer = await (await Invitee.at(site)).enter({ link, email });
          expect(answer.body.state).toBe('admitted');
        }
        const { devices } = (await site.manage('getInvitation', path)).body;
        expect(devices).toEqual({ used: REMEMBERED, max: -1 });
        expect((await standingSession(site)).body.state).toBe('admitted');
      });
    });
  });

  describe('with the invited domain blocked afterwards and no invitation left in the hour', () => {
    withSettings(settings => ({
      ...settings,
      emailDomains: { allowed: ['elsewhere.test'], blocked: [] },
      limits: { ...settings.limits, invitationsPerManagerPerHour: 0 },
    }));
    atBothSites(site => {
      test('links and admissions of the domain end', async () => {
        const { link, email, invitee } = standingAt(site);
        const refusal = { status: 403, body: { code: 'email_domain_blocked', locale: 'en' } };
        expect(await invitee.enter({ link, email })).toMatchObject(refusal);
        expect(await standingSession(site)).toMatchObject(refusal);
      });

      test('a manager who has made as many as the site allows is told when to come again', async () => {
        const { roomId } = standingAt(site);
        const body = { ...somebody('elsewhere.test'), role: 'viewer' };
        const refused = await site.manage('generateInvitation', { roomId }, { body });
        expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_invitations' } });
        expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
        const rows = { body: { invitations: [body] } };
        const { results } = (await site.manage('generateInvitations', { roomId }, rows)).body;
        expect(results[0]).toMatchObject({ status: 429, problem: { code: 'too_many_invitations' } });
      });
    });
  });

  describe('with one device again', () => {
    withSettings(inviteToMedia({ linkReusability: 1 }));
    atBothSites(site => {
      test('the setting of now counts: an admission whose device was forgotten ends', async () => {
        expect(await standingSession(site)).toMatchObject({
          status: 409,
          body: { code: 'link_used_on_another_device' },
        });
      });
    });
  });
});
