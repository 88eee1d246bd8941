import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPage, type StandIn, startStandIn } from './support.ts';

let kaltura: StandIn;
beforeAll(async () => {
  kaltura = await startStandIn();
});
beforeEach(() => kaltura.reset());
afterAll(() => kaltura.stop());

const roomOf = (entryId: string, more = '') => `entryId:${entryId},role:viewerRole${more}`;

async function open(path: string) {
  const response = await fetch(kaltura.endpoint + path);
  const html = await response.text();
  return { response, html, ...readPage(html) };
}

const view = (ks: string) => open(`/embeddedrooms/index/view-room/ks/${encodeURIComponent(ks)}`);
const launch = (ks: string) => open(`/virtualEvent/launch?ks=${encodeURIComponent(ks)}`);
const ask = async (visit = '') => {
  const { state } = (await (await fetch(`${kaltura.endpoint}/visits/${visit}`)).json()) as { state?: string };
  return state;
};

describe('the page of a room', () => {
  it('shows the user and each privilege', async () => {
    const ks = kaltura.userSession('guest-1', roomOf('1_openroom', ',firstName:Ann,userContextualRole:3'));
    const { response, state, user, rows } = await view(ks);
    expect([response.status, state, user]).toEqual([200, 'in', 'guest-1']);
    expect(rows).toEqual([
      ['entryId', '1_openroom'],
      ['role', 'viewerRole'],
      ['firstName', 'Ann'],
      ['userContextualRole', '3'],
    ]);
  });

  it('is also opened by an event or a resource', async () => {
    const { state, user } = await launch(kaltura.userSession('ada', 'eventId:7,role:adminRole'));
    expect([state, user]).toEqual(['in', 'ada']);
    expect((await launch(kaltura.userSession('ada', 'resourceId:7,role:adminRole'))).state).toBe('in');
  });

  it('runs its own script only, and does not send its address on', async () => {
    const { response, html } = await view(kaltura.userSession('ada', roomOf('1_openroom')));
    expect(response.headers.get('content-security-policy')).toMatch(
      /script-src 'sha256-[^']+'; style-src 'sha256/,
    );
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(html).not.toMatch(/ on\w+=/);
  });

  it('shows no markup from a session', async () => {
    const { html } = await view(kaltura.userSession('<b>"x"', roomOf('1_openroom', ',firstName:<i>')));
    expect(html).not.toMatch(/<[bi]>/);
    expect(html).toContain('data-user="&#60;b&#62;&#34;x&#34;"');
  });
});

describe('a session that opens no room', () => {
  it.each([
    ['it is unreadable', 'nonsense', 'invalid'],
    ['it has no user', () => kaltura.userSession('', roomOf('1_openroom')), 'invalid'],
    ['it is a widget session', () => kaltura.userSession('0', roomOf('1_openroom')), 'invalid'],
    ['it names no entry', () => kaltura.userSession('ada', 'eventId:7,role:viewerRole'), 'invalid'],
    ['it has no role', () => kaltura.userSession('ada', 'entryId:1_openroom'), 'invalid'],
  ])('shows why: %s', async (_, ks, expected) => {
    const { response, state, visit } = await view(typeof ks === 'string' ? ks : ks());
    expect([response.status, state, visit]).toEqual([403, expected, undefined]);
  });

  it('is ended if it has expired or was ended', async () => {
    const ks = kaltura.userSession('ada', roomOf('1_openroom'));
    await kaltura.call('session.end', { ks });
    expect(await view(ks)).toMatchObject({ state: 'ended' });
    const other = kaltura.userSession('ada', roomOf('1_lateroom'));
    kaltura.pass(3600);
    expect(await view(other)).toMatchObject({ state: 'ended' });
  });
});

describe('a place in a room', () => {
  it('belongs to the latest visit of a user', async () => {
    const ks = kaltura.userSession('ada', roomOf('1_openroom'));
    const first = await view(ks);
    expect(await ask(first.visit)).toBe('in');
    const second = await view(kaltura.userSession('ADA', roomOf('1_openroom', ',firstName:A')));
    expect([await ask(first.visit), await ask(second.visit)]).toEqual(['ejected', 'in']);
  });

  it('is not taken by another user, in another room, or by a session that is refused', async () => {
    const first = await view(kaltura.userSession('ada', roomOf('1_openroom')));
    await view(kaltura.userSession('owner', roomOf('1_openroom')));
    await view(kaltura.userSession('ada', roomOf('1_grouprom')));
    await launch(kaltura.userSession('ada', 'eventId:1_openroom,role:viewerRole'));
    await view(kaltura.userSession('ada', 'entryId:1_openroom'));
    expect(await ask(first.visit)).toBe('in');
  });

  it('ends with the session', async () => {
    const ks = kaltura.userSession('ada', roomOf('1_openroom', ',sessionid:inv1'));
    const { visit } = await view(ks);
    await kaltura.call('session.end', { ks: kaltura.userSession('x', 'sessionid:inv1') });
    expect(await ask(visit)).toBe('ended');
  });

  it('ends when the session expires', async () => {
    const { visit } = await view(kaltura.userSession('ada', roomOf('1_openroom')));
    kaltura.pass(3600);
    expect(await ask(visit)).toBe('ended');
  });

  it('is unknown for an id that was not given out', async () => {
    expect((await fetch(`${kaltura.endpoint}/visits/unknown`)).status).toBe(404);
  });

  it('is asked for without a record among the requests', async () => {
    await ask('x');
    expect(kaltura.requests).toEqual([]);
  });
});
