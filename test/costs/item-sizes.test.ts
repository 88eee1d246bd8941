import { beforeAll, expect, test } from 'vitest';
import { keys } from '../../functions/adapters/dynamodb/table.ts';
import { call, redeem, tokenOf } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { invite, loginOwner, putRoom } from '../support/ground.ts';
import { itemSize } from '../support/item-size.ts';
import { silenceLogs } from '../support/quiet.ts';
import { startWithEmptyTable } from '../support/stack.ts';

const roomId = 'introduction-to-biology-101';
let owner: string;

beforeAll(async () => {
  silenceLogs();
  await startWithEmptyTable();
  owner = await loginOwner();
});

const ids = (count: number) => Array.from({ length: count }, (_, index) => `staff.member.${1000 + index}`);

test('a room with ordinary lists is smaller than 4 KiB', async () => {
  await putRoom(owner, roomId, {
    title: 'Introduction to Biology: the cell and its parts, part two',
    description: 'We look at what a cell is made of. Please bring your notes. '.repeat(10),
    startsAt: '2030-01-01T10:00:00Z',
    endsAt: '2030-01-01T12:00:00Z',
    timeZone: 'America/Argentina/Buenos_Aires',
    speakers: Array.from({ length: 5 }, () => ({
      name: 'Dr. Rosalind Franklin',
      title: 'Professor of Chemistry',
    })),
    coOwners: ids(10),
    coEditors: ids(20),
    coPublishers: [...ids(10), 'group:biology-department'],
    joinUrl: 'https://media.example.edu/rooms/introduction-to-biology-101/join',
  });
  const size = await itemSize(keys.room('demo', roomId));
  console.log(`a room with 41 managers, 5 speakers and 600 characters of description: ${size} bytes`);
  expect(size).toBeLessThan(4096);
});

test('an invitation with ordinary names and a device is smaller than 1 KiB, whatever has happened to it', async () => {
  await putRoom(owner, roomId);
  const invited = await invite(owner, roomId, {
    email: 'christopher.montgomery@students.example.edu',
    firstName: 'Christopher Alexander',
    lastName: 'Montgomery-Fitzgerald',
    locale: 'pt-BR',
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    sendEmail: true,
  });
  const key = keys.invitation('demo', roomId, invited.id);
  const device = await Device.create();
  const mailed = await itemSize(key);
  await redeem({ device, ...invited, email: 'wrong@example.edu' });
  await redeem({ device, ...invited, enter: true });
  const entered = await itemSize(key);
  await call('requestLink', { body: { token: tokenOf(invited.link) } });
  await call('revokeInvitation', { parameters: { roomId, id: invited.id }, token: owner });
  const largest = await itemSize(key);
  console.log(
    `an invitation: ${mailed} bytes; entered: ${entered}; with a fresh link, then revoked: ${largest}`,
  );
  expect(largest).toBeLessThan(1024);
});
