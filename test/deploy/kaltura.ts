import { expect, test } from 'vitest';
import { PARTNER_ID } from '../../local/kaltura/directory.ts';
import { ENTRIES } from '../../local/kaltura/seed-entries.ts';
import { Device } from '../support/device.ts';
import { ksOf } from '../support/ks.ts';
import { call, deployed } from './support/deployed.ts';

/** The site `other` has its Kaltura settings: callers, rooms, launches, and the end of earlier sessions on a deployed stage. */

const INVITATIONS = `/v1/rooms/${ENTRIES.open}/invitations`;
const headers = { authorization: `KS ${ksOf({ partnerId: PARTNER_ID })}` };

/** Whether Kaltura lets somebody in with a join URL. */
const opens = async (joinUrl: string): Promise<boolean> =>
  (await (await fetch(joinUrl)).text()).includes('data-state="in"');

test('a manager with a Kaltura session invites into a room of Kaltura, and a promotion ends the guest’s session', async () => {
  const person = { email: 'ada@example.edu', firstName: 'Ada', lastName: 'Byron', role: 'viewer' };
  const { status, body } = await call(`POST ${INVITATIONS}`, { headers, body: person });
  expect([status, body.invitation?.createdBy?.name]).toEqual([201, 'Olivia Owner']);

  const device = await Device.create();
  const enter = async () => {
    const dpop = await device.proof(`${deployed.publicOrigin}/v1/redeem`);
    const asked = { token: body.link.split('#')[1], email: person.email, enter: true };
    return (await call('POST /v1/redeem', { headers: { dpop }, body: asked })).body.joinUrl;
  };
  const joinUrl = await enter();
  expect(await opens(joinUrl)).toBe(true);
  await call(`POST ${INVITATIONS}/${body.invitation.id}/promote`, { headers, body: { role: 'moderator' } });
  await expect.poll(() => opens(joinUrl), { timeout: 60_000 }).toBe(false);
  expect(await opens(await enter())).toBe(true);
});

test('the typeahead finds people of Kaltura', async () => {
  const { body } = await call(`GET /v1/rooms/${ENTRIES.open}/people?q=stella`, { headers });
  expect(body).toMatchObject({ items: [{ id: 'student' }] });
});
