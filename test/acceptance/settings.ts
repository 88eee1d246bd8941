import { describe, expect, test } from 'vitest';
import type { Settings } from '../../domain/site.ts';
import { isBrief } from './support/brief.ts';
import { Invitee } from './support/invitee.ts';
import { keepSettings, readSettings, withSettings } from './support/settings.ts';
import {
  expectNobodyInvites,
  sharedInvitationAt,
  sharedSession,
  tryToInvite,
  withSharedInvitations,
} from './support/shared-invitations.ts';
import { atBothSites, fresh, type Site, somebody } from './support/site.ts';

const REMEMBERED = 50;

/** For each site, the invitee who entered after the maximum number of devices was remembered. */
const lastAdmitted = new Map<Site, { invitee: Invitee; ticket: string }>();
const lastSession = (site: Site) => {
  const last = lastAdmitted.get(site);
  return last?.invitee.session(last.ticket);
};

const inviteToMedia = (change: Partial<Settings['inviteToMedia']>) => (settings: Settings) => ({
  ...settings,
  inviteToMedia: { ...settings.inviteToMedia, ...change },
});

describe.skipIf(isBrief)('settings', () => {
  keepSettings();
  withSharedInvitations();

  atBothSites(site => {
    test('are replaced only with the current ETag in If-Match', async () => {
      const login = await site.administrator();
      const { settings: body, etag } = await readSettings(site);
      const put = (headers: Record<string, string>, given: object = body) =>
        site.call('putSettings', { login, headers, body: given });
      expect(await put({})).toMatchObject({ status: 428, body: { code: 'precondition_required' } });
      for (const ifMatch of ['"0"', '*']) {
        const refused = await put({ 'if-match': ifMatch });
        expect(refused).toMatchObject({ status: 412, body: { code: 'precondition_failed' } });
      }
      expect((await put({ 'if-match': etag }, { ...body, theming: {} })).status).toBe(400);
      expect((await put({ 'if-match': etag }, { ...body, trust: {} })).status).toBe(400);
      const misspelt = inviteToMedia({ inviteEmailTemplate: 'invitatoin' })(body);
      expect((await put({ 'if-match': etag }, misspelt)).body.errors).toEqual([
        {
          path: 'inviteToMedia.inviteEmailTemplate',
          message: expect.stringContaining('did you mean invitation?'),
        },
      ]);
      const saved = await put({ 'if-match': etag });
      expect(saved).toMatchObject({ status: 200, body });
      expect(saved.headers.get('etag')).not.toBe(etag);
      expect((await put({ 'if-match': etag })).status).toBe(412);
    });
  });

  describe('with lists of people and domains, no mail template, any number of devices and one invitation an hour', () => {
    withSettings(settings => ({
      ...inviteToMedia({
        allowedUsers: { minimumRole: 'adminRole', users: ['Listed'], groups: ['inviters'] },
        inviteEmailTemplate: null,
        linkReusability: -1,
      })(settings),
      emailDomains: { allowed: ['invited.test', 'good.test'], blocked: ['bad.good.test'] },
      limits: { ...settings.limits, invitationsPerManagerPerHour: 1 },
    }));

    atBothSites(site => {
      /** A login of a new manager of the shared invitation's room, who has not invited anyone yet. */
      const newManager = async () => {
        const sub = fresh('manager');
        await site.putRoom(sharedInvitationAt(site).roomId, { coOwners: [sub] });
        return site.login({ sub, site_role: 'adminRole' });
      };

      test('callers below the role and on no list may not invite; by role, id or group they may', async () => {
        await site.putRoom(sharedInvitationAt(site).roomId, { coOwners: ['listed', 'high', 'member'] });
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

      test('mail is neither offered, accepted nor sent', async () => {
        const { roomId, path } = sharedInvitationAt(site);
        const login = await newManager();
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

      test('only addresses in allowed domains and their subdomains that are not blocked can be invited', async () => {
        const { roomId } = sharedInvitationAt(site);
        const login = await newManager();
        const refusal = { status: 403, body: { code: 'email_domain_blocked' } };
        for (const domain of ['bad.good.test', 'deep.down.BAD.good.test', 'notgood.test']) {
          const body = { ...somebody(domain), role: 'viewer' };
          expect(await site.manage('generateInvitation', { roomId }, { body, login })).toMatchObject(refusal);
          const rows = { body: { invitations: [body] }, login };
          const { results } = (await site.manage('generateInvitations', { roomId }, rows)).body;
          expect(results[0]).toMatchObject({ status: 403, problem: refusal.body });
        }
        const body = { ...somebody('also.good.test'), role: 'viewer' };
        expect((await site.manage('generateInvitation', { roomId }, { body, login })).status).toBe(201);
      });

      test('links and admissions of addresses in a domain that is no longer allowed end', async () => {
        const { link, email, invitee, ticket } = sharedInvitationAt(site).elsewhere;
        const refusal = { status: 403, body: { code: 'email_domain_blocked', locale: 'en' } };
        expect(await invitee.enter({ link, email })).toMatchObject(refusal);
        expect(await invitee.session(ticket)).toMatchObject(refusal);
      });

      test('a manager at the site’s hourly limit gets Retry-After', async () => {
        const { roomId } = sharedInvitationAt(site);
        const login = await newManager();
        const generate = () => {
          const body = { ...somebody(), role: 'viewer' };
          return site.manage('generateInvitation', { roomId }, { body, login });
        };
        expect((await generate()).status).toBe(201);
        // The hourly count is updated a moment after a generate.
        await expect.poll(async () => (await generate()).status, { timeout: 10_000 }).toBe(429);
        const refused = await generate();
        expect(refused.body).toMatchObject({ code: 'too_many_invitations' });
        expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(3600);
        const rows = { body: { invitations: [{ ...somebody(), role: 'viewer' }] }, login };
        const { results } = (await site.manage('generateInvitations', { roomId }, rows)).body;
        expect(results[0]).toMatchObject({ status: 429, problem: { code: 'too_many_invitations' } });
      });

      test('more devices than Roompass remembers enter with one link', async () => {
        const { link, email, path } = sharedInvitationAt(site);
        for (let count = 0; count < REMEMBERED; count += 1) {
          const invitee = await Invitee.at(site);
          const { body } = await invitee.enter({ link, email });
          expect(body.state).toBe('admitted');
          lastAdmitted.set(site, { invitee, ticket: body.ticket });
        }
        const { devices } = (await site.manage('getInvitation', path)).body;
        expect(devices).toEqual({ used: REMEMBERED, max: -1 });
        expect((await sharedSession(site)).body.state).toBe('admitted');
        expect((await lastSession(site))?.body.state).toBe('admitted');
      });
    });
  });

  describe('with the module switched off, and one device again', () => {
    withSettings(inviteToMedia({ enabled: false, linkReusability: 1 }));
    atBothSites(site => {
      test('inviting is refused, but issued links still work and can be managed', async () => {
        await expectNobodyInvites(site, 'module_disabled');
        const { link, email, invitee, path } = sharedInvitationAt(site).elsewhere;
        expect((await invitee.enter({ link, email })).body.state).toBe('admitted');
        expect((await site.manage('getInvitation', path)).status).toBe(200);
        expect((await site.manage('promoteInvitation', path, { body: { role: 'viewer' } })).status).toBe(200);
      });

      test('the current setting counts: the admission of a device that is not remembered ends', async () => {
        expect(await lastSession(site)).toMatchObject({
          status: 409,
          body: { code: 'link_used_on_another_device' },
        });
        expect((await sharedSession(site)).body.state).toBe('admitted');
      });
    });
  });

  describe('without a media page', () => {
    withSettings(settings => ({ ...settings, theming: { ...settings.theming, mediaPage: false } }));
    atBothSites(site => {
      test('inviting is refused', () => expectNobodyInvites(site, 'media_page_disabled'));
    });
  });
});
