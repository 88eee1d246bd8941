import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENTRIES, LATE_EVENT } from '../../../local/kaltura/seed-entries.ts';
import { START, type StandIn, startStandIn } from './support.ts';

let kaltura: StandIn;
beforeAll(async () => {
  kaltura = await startStandIn();
});
beforeEach(() => kaltura.reset());
afterAll(() => kaltura.stop());

const asUser = (userId: string, action: string, parameters: Record<string, string | number> = {}) =>
  kaltura.call(action, { ks: kaltura.userSession(userId), ...parameters });
const asAdmin = (action: string, parameters: Record<string, string | number> = {}) =>
  kaltura.call(action, { ks: kaltura.adminSession(), ...parameters });
const idsOf = ({ objects = [] }: { objects?: Record<string, unknown>[] }) => objects.map(({ id }) => id);

describe('the API', () => {
  it('does not distinguish upper and lower case in names', async () => {
    expect(await asUser('owner', 'USER.GET')).toMatchObject({ objectType: 'KalturaUser' });
  });

  it('answers an unknown action with an error', async () => {
    expect(await asAdmin('user.add')).toMatchObject({
      code: 'ACTION_DOES_NOT_EXISTS',
      objectType: 'KalturaAPIException',
    });
  });

  it('answers XML unless the caller asks for JSON', async () => {
    const url = `${kaltura.endpoint}/api_v3/service/user/action/get`;
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ ks: 'x' }) });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/xml');
  });

  it('records each request without the values of its form', async () => {
    const ks = kaltura.userSession('owner');
    await kaltura.call('user.get', { ks, userId: 'owner' });
    await fetch(`${kaltura.endpoint}/api_v3/service/user/action/get?ks=${ks}`, { method: 'POST' });
    const url = `${kaltura.endpoint}/api_v3/service/user/action/get`;
    const call = { method: 'POST', service: 'user', action: 'get' };
    expect(kaltura.requests).toEqual([
      { ...call, url, names: ['format', 'ks', 'userId'] },
      { ...call, url: `${url}?ks=${ks}`, names: ['ks'] },
    ]);
  });

  it('keeps the latest 1000 requests', async () => {
    const path = `${kaltura.endpoint}/nothing`;
    kaltura.requests.push(...Array.from({ length: 1000 }, () => ({ method: 'GET', url: 'old', names: [] })));
    expect((await fetch(path)).status).toBe(404);
    expect(kaltura.requests).toHaveLength(1000);
    expect(kaltura.requests.at(-1)).toEqual({ method: 'GET', url: path, names: [] });
  });
});

describe('a user', () => {
  it('gets their own data with a USER session', async () => {
    const owner = {
      id: 'owner',
      email: 'owner@demo.test',
      firstName: 'Olivia',
      lastName: 'Owner',
      status: 1,
      type: 0,
    };
    expect(await asUser('owner', 'user.get')).toMatchObject(owner);
    expect(await asUser('OWNER', 'user.get', { userId: 'Owner' })).toMatchObject(owner);
  });

  it('gets the data of others with an ADMIN session only', async () => {
    const code = 'CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION';
    expect(await asUser('owner', 'user.get', { userId: 'ada' })).toMatchObject({ code });
    expect(await asAdmin('user.get', { userId: 'ada' })).toMatchObject({ email: 'ada@demo.test' });
  });

  it('who does not exist is INVALID_USER_ID', async () => {
    expect(await asUser('nobody', 'user.get')).toMatchObject({ code: 'INVALID_USER_ID' });
  });
});

describe('the list of users', () => {
  it('needs an ADMIN session', async () => {
    expect(await asUser('owner', 'user.list')).toMatchObject({
      code: 'SERVICE_FORBIDDEN',
      message: 'The access to service [user->list] is forbidden',
    });
  });

  it.each([
    ['an address in another case', { 'filter[emailStartsWith]': 'ADA@' }, ['ada']],
    ['a first name', { 'filter[firstNameOrLastNameStartsWith]': 'ste' }, ['student']],
    ['a last name', { 'filter[firstNameOrLastNameStartsWith]': 'Byr' }, ['ada']],
    ['a status', { 'filter[statusEqual]': 0 }, ['blocked']],
    ['a type', { 'filter[typeEqual]': 1 }, ['lecturers']],
    ['two of them', { 'filter[emailStartsWith]': 'b', 'filter[statusEqual]': 1 }, []],
  ])('is filtered by %s', async (_, filter, ids) => {
    expect(idsOf(await asAdmin('user.list', filter))).toEqual(ids);
  });

  it('comes in pages', async () => {
    const page = (pageIndex: number) =>
      asAdmin('user.list', { 'filter[typeEqual]': 0, 'pager[pageSize]': 3, 'pager[pageIndex]': pageIndex });
    expect(await page(1)).toMatchObject({ totalCount: 8, objectType: 'KalturaUserListResponse' });
    expect(idsOf(await page(2))).toEqual(['viewer', 'student', 'ada']);
    expect(idsOf(await page(9))).toEqual([]);
  });

  it('refuses a filter that is not a number where one is needed', async () => {
    const answer = await asAdmin('user.list', { 'filter[statusEqual]': 'active' });
    expect(answer).toMatchObject({ code: 'PROPERTY_VALIDATION_NUMERIC_VALUE' });
  });
});

describe("a user's groups", () => {
  const groupsOf = (userId: string) => ({ 'filter[userIdEqual]': userId });

  it('are listed for the caller', async () => {
    const { objects } = await asUser('ada', 'groupUser.list', groupsOf('ADA'));
    expect(objects).toMatchObject([{ groupId: 'lecturers', objectType: 'KalturaGroupUser' }]);
    expect(await asUser('student', 'groupUser.list', groupsOf('student'))).toMatchObject({ objects: [] });
  });

  it('are listed for others to an ADMIN session only', async () => {
    expect(await asUser('owner', 'groupUser.list', groupsOf('ada'))).toMatchObject({
      code: 'SERVICE_FORBIDDEN',
    });
    expect(await asAdmin('groupUser.list', groupsOf('ada'))).toMatchObject({ totalCount: 1 });
  });

  it('are not listed without a user', async () => {
    expect(await asAdmin('groupUser.list')).toMatchObject({ code: 'PROPERTY_VALIDATION_CANNOT_BE_NULL' });
  });
});

describe('an entry', () => {
  const entry = (entryId: string = ENTRIES.open) => ({ entryId });
  const missing = { code: 'ENTRY_ID_NOT_FOUND', message: `Entry id "${ENTRIES.open}" not found` };

  it('has an id in the form of Kaltura', () => {
    for (const id of Object.values(ENTRIES)) expect(id).toMatch(/^1_[a-z0-9]{8}$/);
    expect(kaltura.directory.entries.map(({ id }) => id)).toEqual(Object.values(ENTRIES));
  });

  it.each([
    ['a room', ENTRIES.open, { type: 'room.room', roomType: 1, status: 7, userId: 'owner' }],
    ['a room of a group', ENTRIES.group, { type: 'room.room', roomType: 1, userId: 'lecturers' }],
    ['a legacy room', ENTRIES.legacy, { type: 1, status: 7, adminTags: 'kms,_room' }],
    ['a breakout room', ENTRIES.breakout, { type: 'room.room', roomType: 2 }],
    ['a video', ENTRIES.video, { type: 1, status: 2, adminTags: '' }],
  ])('is %s', async (_, id, fields) => {
    expect(await asAdmin('baseEntry.get', entry(id))).toMatchObject({ id, displayInSearch: 1, ...fields });
  });

  it.each(['owner', 'EDITOR', 'publisher', 'ada', 'viewer'])(
    'is seen by %s, who has a role in it',
    async userId => {
      expect(await asUser(userId, 'baseEntry.get', entry())).toMatchObject({
        entitledUsersEdit: 'editor',
        entitledUsersPublish: 'lecturers',
        entitledUsersView: 'viewer',
      });
    },
  );

  it('is hidden from all others, with an ADMIN session too', async () => {
    const ks = kaltura.adminSession('student', '');
    expect(await asUser('student', 'baseEntry.get', entry())).toMatchObject(missing);
    expect(await kaltura.call('baseEntry.get', { ks, ...entry() })).toMatchObject(missing);
    const widget = await kaltura.call('session.startWidgetSession', { widgetId: '_1234567' });
    expect(await kaltura.call('baseEntry.get', { ks: String(widget.ks), ...entry() })).toMatchObject(missing);
  });

  it('is seen with disableentitlement, for this entry or all', async () => {
    const get = (ks: string) => kaltura.call('baseEntry.get', { ks, ...entry() });
    const one = `disableentitlementforentry:${ENTRIES.open}`;
    expect(await get(kaltura.userSession('student', one))).toMatchObject({ id: ENTRIES.open });
    expect(await get(kaltura.userSession('student', 'disableentitlementforentry:1_other000'))).toMatchObject(
      missing,
    );
    expect(await get(String((await kaltura.appTokenSession()).ks))).toMatchObject({ id: ENTRIES.open });
  });

  it('is gone after it was deleted', async () => {
    expect(await asUser('owner', 'baseEntry.delete', entry())).toBeNull();
    expect(await asAdmin('baseEntry.get', entry())).toMatchObject(missing);
  });

  it('still answers from the recycle bin, and can be restored', async () => {
    await asAdmin('baseEntry.recycle', entry());
    expect(await asAdmin('baseEntry.get', entry())).toMatchObject({ displayInSearch: -2 });
    await asAdmin('baseEntry.restoreRecycled', entry());
    expect(await asAdmin('baseEntry.get', entry())).toMatchObject({ displayInSearch: 1 });
  });

  it('is not removed or restored by a viewer', async () => {
    for (const action of ['delete', 'recycle', 'restoreRecycled']) {
      expect(await asUser('viewer', `baseEntry.${action}`, entry())).toMatchObject({ code: 'INVALID_KS' });
    }
    expect(await asAdmin('baseEntry.get')).toMatchObject({ code: 'MISSING_MANDATORY_PARAMETER' });
  });
});

describe('the schedule events', () => {
  const eventsOf = (entryId: string) => ({
    'filter[objectType]': 'KalturaMeetingScheduleEventFilter',
    'filter[templateEntryIdEqual]': entryId,
  });
  const late = { id: LATE_EVENT, startDate: START + 600, endDate: START + 4200, status: 2 };
  const list = (filter: Record<string, string | number>) => asAdmin('schedule_scheduleevent.list', filter);

  it('of a room are listed', async () => {
    expect(await list(eventsOf(ENTRIES.late))).toMatchObject({ totalCount: 1, objects: [late] });
    expect(await list(eventsOf(ENTRIES.open))).toMatchObject({ totalCount: 0 });
  });

  it('of all rooms are listed if the type of the filter does not know entries', async () => {
    const { 'filter[objectType]': _, ...untyped } = eventsOf(ENTRIES.open);
    expect(await list(untyped)).toMatchObject({ objects: [late] });
  });

  it('are filtered by end and status, and ordered', async () => {
    const [event] = kaltura.directory.events;
    if (!event) throw new Error('There is no event');
    kaltura.directory.events.unshift({ ...event, id: 1, startDate: START + 9000, endDate: START + 9900 });
    kaltura.directory.events.push({ ...event, id: 2, status: 1 }, { ...event, id: 3, endDate: START - 1 });
    const filter = {
      ...eventsOf(ENTRIES.late),
      'filter[endDateGreaterThanOrEqual]': START,
      'filter[statusEqual]': 2,
    };
    expect(idsOf(await list({ ...filter, 'filter[orderBy]': '+startDate' }))).toEqual([LATE_EVENT, 1]);
    expect(idsOf(await list({ ...filter, 'filter[orderBy]': '-startDate' }))).toEqual([1, LATE_EVENT]);
  });

  it('can be moved', async () => {
    const move = (scheduleEventId: number, startDate: number) =>
      asAdmin('schedule_scheduleevent.update', { scheduleEventId, 'scheduleEvent[startDate]': startDate });
    expect(await move(LATE_EVENT, START)).toMatchObject({ ...late, startDate: START, duration: 4200 });
    expect(await list(eventsOf(ENTRIES.late))).toMatchObject({ objects: [{ startDate: START }] });
    expect(await move(LATE_EVENT, START + 9000)).toMatchObject({ code: 'INVALID_SCHEDULE_END_BEFORE_START' });
    expect(await move(7, START)).toMatchObject({ code: 'SCHEDULE_EVENT_ID_NOT_FOUND' });
  });

  it('need an ADMIN session', async () => {
    for (const action of ['list', 'update']) {
      expect(await asUser('owner', `schedule_scheduleevent.${action}`)).toMatchObject({
        code: 'SERVICE_FORBIDDEN',
      });
    }
  });
});
