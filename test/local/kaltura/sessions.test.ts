import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP_TOKEN } from '../../../local/kaltura/directory.ts';
import { openKs, sealKs } from '../../../local/kaltura/ks.ts';
import { START, type StandIn, startStandIn } from './support.ts';

let kaltura: StandIn;
beforeAll(async () => {
  kaltura = await startStandIn();
});
beforeEach(() => kaltura.reset());
afterAll(() => kaltura.stop());

const open = (ks: unknown) => openKs(String(ks), { 1234567: kaltura.directory.adminSecrets });

describe('a widget session', () => {
  it('is given to anybody, for the user 0', async () => {
    const { ks, partnerId } = await kaltura.call('session.startWidgetSession', { widgetId: '_1234567' });
    expect(partnerId).toBe(1234567);
    const session = open(ks);
    expect(session).toMatchObject({ type: 0, userId: '0', expiry: START + 86_400 });
    expect(Object.fromEntries(session?.privileges ?? [])).toEqual({ view: '*', widget: '1' });
  });

  it('is refused for the widget of another partner', async () => {
    const answer = await kaltura.call('session.startWidgetSession', { widgetId: '_42' });
    expect(answer).toMatchObject({ code: 'INVALID_WIDGET_ID' });
  });
});

describe('an app token', () => {
  it('gives a session with its own user, type and privileges', async () => {
    const answer = await kaltura.appTokenSession({ userId: 'owner', type: 0, expiry: 600 });
    expect(answer).toMatchObject({
      objectType: 'KalturaSessionInfo',
      userId: 'roompass',
      sessionType: 2,
      expiry: START + 600,
    });
    const session = open(answer.ks);
    expect(session).toMatchObject({ type: 2, userId: 'roompass', expiry: START + 600 });
    expect(Object.fromEntries(session?.privileges ?? [])).toEqual({
      disableentitlement: '',
      sessionid: APP_TOKEN.id,
      apptoken: APP_TOKEN.id,
    });
  });

  it('gives what a caller asks for in addition, without reserved privileges', async () => {
    const { ks } = await kaltura.appTokenSession({
      sessionPrivileges: 'role:x,sessionid:mine,edit:*,sview:*',
    });
    expect(Object.fromEntries(open(ks)?.privileges ?? [])).toMatchObject({
      role: 'x',
      sessionid: APP_TOKEN.id,
    });
    expect(open(ks)?.privileges.has('edit')).toBe(false);
  });

  it('cannot be asked for entitlement that it lost', async () => {
    Object.assign(kaltura.directory.appTokens[0] ?? {}, { privileges: '' });
    const { ks } = await kaltura.appTokenSession({ sessionPrivileges: 'disableentitlement' });
    expect(open(ks)?.privileges.has('disableentitlement')).toBe(false);
  });

  it.each([
    ['INVALID_APP_TOKEN_HASH', { tokenHash: 'wrong' }, {}],
    ['APP_TOKEN_ID_NOT_FOUND', { id: '1_missing0' }, {}],
    ['APP_TOKEN_NOT_ACTIVE', {}, { status: 1 }],
    ['APP_TOKEN_EXPIRED', {}, { expiry: START }],
    ['INVALID_KS', { ks: 'nonsense' }, {}],
  ])('is refused with %s', async (code, parameters, token) => {
    Object.assign(kaltura.directory.appTokens[0] ?? {}, token);
    expect(await kaltura.appTokenSession(parameters)).toMatchObject({ code });
  });
});

describe('a session', () => {
  const use = (ks: string) => kaltura.call('user.get', { ks });

  it('is refused from its expiry on', async () => {
    const ks = kaltura.userSession('owner');
    kaltura.pass(3599);
    expect(await use(ks)).toMatchObject({ id: 'owner' });
    kaltura.pass(1);
    expect(await use(ks)).toMatchObject({ code: 'INVALID_KS' });
  });

  it('is refused with a message that quotes it', async () => {
    const ks = kaltura.userSession('owner');
    kaltura.pass(3600);
    expect((await use(ks)).message).toBe(`Invalid KS "${ks}", Error "-5,EXPIRED"`);
  });

  it('is required', async () => {
    expect(await kaltura.call('user.get')).toMatchObject({ code: 'MISSING_KS', args: {} });
  });

  it('of another partner is refused', async () => {
    const [secret = ''] = kaltura.directory.adminSecrets;
    const ks = sealKs({
      partnerId: 42,
      secret,
      type: 2,
      userId: 'owner',
      expiry: START + 60,
      privileges: {},
    });
    expect((await use(ks)).message).toContain('-1,INVALID_STR');
  });

  it('sealed with any of the account secrets is accepted, until the secret is removed', async () => {
    const ks = kaltura.userSession('owner');
    kaltura.directory.adminSecrets.unshift('fedcba9876543210fedcba9876543210');
    expect(await use(ks)).toMatchObject({ id: 'owner' });
    kaltura.directory.adminSecrets.pop();
    expect(await use(ks)).toMatchObject({ code: 'INVALID_KS' });
  });

  it('is refused after it was ended, and others are not', async () => {
    const ks = kaltura.userSession('owner');
    expect(await kaltura.call('session.end', { ks })).toBeNull();
    expect((await use(ks)).message).toContain('-6,LOGOUT');
    expect(await use(kaltura.userSession('owner', 'role:x'))).toMatchObject({ id: 'owner' });
    expect(await kaltura.call('session.end', { ks })).toMatchObject({ code: 'INVALID_KS' });
  });

  it('ends all with its sessionid, also later ones, for 24 hours', async () => {
    const sibling = () => kaltura.userSession('viewer', 'sessionid:inv1');
    const before = sibling();
    await kaltura.call('session.end', { ks: kaltura.userSession('owner', 'sessionid:inv1') });
    expect(await use(before)).toMatchObject({ code: 'INVALID_KS' });
    expect(await use(kaltura.userSession('viewer', 'sessionid:inv2'))).toMatchObject({ id: 'viewer' });
    kaltura.pass(86_399);
    expect(await use(sibling())).toMatchObject({ code: 'INVALID_KS' });
    kaltura.pass(1);
    expect(await use(sibling())).toMatchObject({ id: 'viewer' });
  });

  it('of an app token ends all others of the token', async () => {
    const [first, second] = await Promise.all([
      kaltura.appTokenSession(),
      kaltura.appTokenSession({ expiry: 9 }),
    ]);
    await kaltura.call('session.end', { ks: String(first?.ks) });
    expect(await use(String(second?.ks))).toMatchObject({ code: 'INVALID_KS' });
  });
});
