import { beforeAll, expect, test } from 'vitest';
import { call, login, redeem, session } from '../support/api.ts';
import { Device } from '../support/device.ts';
import { startWithEmptyTable } from '../support/stack.ts';

let owner: string;
const ada = { email: 'Ada@Example.edu', firstName: 'Ada', lastName: 'Byron', role: 'speaker' };
const parameters = { roomId: 'bio-101' };

beforeAll(async () => {
  await startWithEmptyTable();
  owner = await login({ sub: 'owner', scope: 'rooms:write' });
  const body = { title: 'Biology', ownerId: 'owner', chatAndCollaboration: true };
  expect(await call('putRoom', { parameters, body, token: owner })).toMatchObject({ status: 201 });
});

test('whoever types the invited address enters with the invited role', async () => {
  const generated = await call('generateInvitation', { parameters, token: owner, body: ada });
  expect(generated.status).toBe(201);
  const device = await Device.create();
  const { link } = generated.body;
  expect((await redeem({ device, link })).body).toMatchObject({ state: 'lobby', known: false });
  const entered = await redeem({ device, link, email: ' ada@example.EDU ', enter: true });
  expect(entered.body).toMatchObject({ state: 'admitted', role: 'speaker' });
  expect((await session(device, entered.body.ticket)).body).toMatchObject({ state: 'admitted' });
  const other = await Device.create();
  const refused = await redeem({ device: other, link, email: 'ada@example.edu', enter: true });
  expect(refused.body).toMatchObject({ status: 409, code: 'link_used_on_another_device' });
});
