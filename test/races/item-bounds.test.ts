import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { concluded } from '../../domain/delivery.ts';
import { recordDelivery } from '../../functions/adapters/dynamodb/invitation-changes.ts';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { call, login, redeem, tokenOf } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { FULL } from '../support/full.ts';
import { allowDevices, atOnce, type Invited, invite, putRoom } from '../support/ground.ts';
import { itemSize } from '../support/item-size.ts';
import { freshLinkOf } from '../support/items.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/**
 * An invitation item is never above 8 KB (docs/contract.md#5-cost-of-a-call). Every value here has the contract's maximum length.
 */
const MOST_BYTES = 8 * 1024;
const RUSH = FULL ? 300 : 60;
const WAVES = FULL ? 5 : 2;

const WIDE = '𐐀';
const roomId = 'r'.repeat(128);
/** 64 characters before the @, and 254 in total when the domain is in ASCII. */
const email = () => `${crypto.randomUUID().padEnd(60, 'x')}@${`${'é'.repeat(50)}.`.repeat(3)}test`;
const firstName = WIDE.repeat(60);
const lastName = WIDE.repeat(60);

let owner: string;
let devices: Device[];

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  owner = await login({
    sub: 'o'.repeat(128),
    given_name: WIDE.repeat(160),
    family_name: WIDE.repeat(160),
    scope: 'rooms:write site:admin',
  });
  await putRoom(owner, roomId, { ownerId: 'o'.repeat(128) });
  await allowDevices(owner, -1);
  devices = await atOnce(RUSH, () => Device.create());
});
afterAll(() => {
  vi.restoreAllMocks();
});

type Target = { invited: Invited; link: string };
type Work = (target: Target) => Promise<unknown>;

const manage =
  (route: Parameters<typeof call>[0], body?: object): Work =>
  ({ invited: { id } }) =>
    call(route, { parameters: { roomId, id }, token: owner, ...(body && { body }) });
const enter: Work = ({ invited, link }) =>
  atOnce(10, () => {
    const device = devices[Math.floor(Math.random() * devices.length)] as Device;
    return redeem({ device, ...invited, link, enter: true });
  });
const ids = (id: string) => ({ site: 'demo', room: roomId, id });

/** Everything that changes an invitation, each with its largest values. */
const works: Record<string, Work> = {
  enter,
  enterByFreshLink: async target => {
    const link = await freshLinkOf(ids(target.invited.id));
    return link && enter({ ...target, link });
  },
  wrongAddresses: ({ invited, link }) =>
    atOnce(6, () => redeem({ device: devices[0] as Device, link, email: `x${invited.email}` })),
  requestLink: ({ link }) => call('requestLink', { body: { token: tokenOf(link) } }),
  change: manage('changeInvitation', {
    firstName,
    lastName,
    locale: 'de-DE-u-co-phonebk-nu-latn-hc-h23',
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  }),
  resend: manage('resendInvitation'),
  promote: manage('promoteInvitation', { role: 'moderator' }),
  mailed: async ({ invited: { id } }) => {
    const { invitation } = await readInvitation(ids(id));
    if (invitation === undefined) throw new Error('there is no such invitation');
    const outcome = { state: 'bounced', reason: `${'x'.repeat(100)} ${'x'.repeat(100)}` } as const;
    await recordDelivery(invitation, {
      delivery: concluded(
        { ...invitation.delivery, templateProblem: 'template_invalid' },
        outcome,
        new Date().toISOString(),
      ),
      calendarEntry: {
        sequence: 1_000_000,
        startsAt: new Date().toISOString(),
        withdrawnAt: new Date().toISOString(),
      },
    });
  },
};

const waves = fc.array(
  fc.uniqueArray(fc.constantFrom(...Object.keys(works)), { minLength: 2, maxLength: 5 }),
  { minLength: 4, maxLength: 8 },
);

test('no invitation item is above 8 KB after any interleaving, also when any number of devices enter at once', {
  timeout: 300_000,
}, async () => {
  let largest = 0;
  const measure = async ({ id }: Invited) => {
    largest = Math.max(largest, await itemSize(keys.invitation('demo', roomId, id)));
    expect(largest).toBeLessThanOrEqual(MOST_BYTES);
  };
  const invitePerson = () => invite(owner, roomId, { email: email(), firstName, lastName, sendEmail: true });

  const crowded = await invitePerson();
  for (let wave = 0; wave < WAVES; wave += 1) {
    await Promise.all(devices.map(device => redeem({ device, ...crowded, enter: true })));
    devices = await atOnce(RUSH, () => Device.create());
    await measure(crowded);
  }
  const property = fc.asyncProperty(waves, async plan => {
    const invited = await invitePerson();
    await Promise.all(devices.map(device => redeem({ device, ...invited, enter: true })));
    for (const wave of plan) {
      await Promise.all(wave.map(name => works[name]?.({ invited, link: invited.link })));
      await measure(invited);
    }
  });
  await fc.assert(property, { numRuns: FULL ? 50 : 2 });
  console.log(
    `the largest item: ${largest} bytes, after waves of ${RUSH} devices at once, and other requests`,
  );
});
