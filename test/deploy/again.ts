import { beforeAll, expect, test } from 'vitest';
import { Device } from '../support/device.ts';
import { call, callGateway, deployed, emulator, login } from './support/deployed.ts';
import { originHeader } from './support/edge.ts';
import { STAGE } from './support/emulator.ts';
import { releaseLater } from './support/later-release.ts';
import { deleteTemplate, editTemplate, readTemplate } from './support/mail-templates.ts';

const ROOM = '/v1/rooms/before-the-deploy';
const PERSON = { email: 'ada@example.edu', firstName: 'Ada', lastName: 'Byron', role: 'speaker' };

type Stack = { StackName: string; StackStatus: string };

let generated: Awaited<ReturnType<typeof call>>;
let headerBefore: string;

// Runs before all other parts: they change settings, which functions cache for half a minute.
beforeAll(async () => {
  const room = { title: 'Cell biology', ownerId: 'owner', chatAndCollaboration: true };
  await call(`PUT ${ROOM}`, { login: await login({ sub: 'backend', scope: 'rooms:write' }), body: room });
  headerBefore = await originHeader(emulator);
  generated = await call(`POST ${ROOM}/invitations`, { login: await login({ sub: 'owner' }), body: PERSON });
});

// test/functions/templates/seed.test.ts shows that seeding updates the templates that an earlier release has seeded.
test('a later deploy that seeds again leaves invitations, links, keys and edited mail templates unchanged', async () => {
  expect(generated.status).toBe(201);
  const { invitation, link } = generated.body;
  const edited = await editTemplate('en', { Subject: 'A subject of the administrator’s own' });
  const seeded = await readTemplate('ja');
  await deleteTemplate('ja');
  await expect(readTemplate('ja')).rejects.toThrow('NotFoundException');
  const keys = await readKeys();

  await releaseLater();
  await emulator.again('--tags', 'release=later');

  expect(await statuses()).toEqual(['UPDATE_COMPLETE']);
  const found = await call(`GET ${ROOM}/invitations/${invitation.id}`, {
    login: await login({ sub: 'owner' }),
  });
  expect(found.body).toEqual(invitation);
  expect((await enter(link)).body).toMatchObject({ state: 'admitted', role: 'speaker' });
  expect(await readTemplate('ja')).toEqual(seeded);
  expect(await readTemplate('en')).toEqual(edited);
  expect(await readKeys()).toEqual(keys);
});

test('that deploy rotates the header between CloudFront and the gateway, which accepts both values', async () => {
  const header = await originHeader(emulator);
  expect(header).not.toBe(headerBefore);
  expect((await callGateway('GET /v1/health', header)).status).toBe(200);
  expect((await callGateway('GET /v1/health', headerBefore)).status).toBe(200);
});

async function enter(link: string) {
  const dpop = await (await Device.create()).proof(`${deployed.publicOrigin}/v1/redeem`);
  const body = { token: new URL(link).hash.slice(1), email: PERSON.email, enter: true };
  return call('POST /v1/redeem', { headers: { dpop }, body });
}

async function statuses(): Promise<string[]> {
  const { Stacks } = await emulator.aws('cloudformation', 'describe-stacks');
  const own = (Stacks as Stack[]).filter(({ StackName }) => StackName.startsWith(`roompass-${STAGE}-`));
  return [...new Set(own.map(({ StackStatus }) => StackStatus))];
}

async function readKeys() {
  const told = Object.entries(await emulator.outputs('data'));
  const ids = told.filter(([name]) => name.endsWith('Secret')).map(([, id]) => id);
  expect(ids).toHaveLength(4);
  const secrets = ids.map(id => emulator.aws('secretsmanager', 'get-secret-value', '--secret-id', id));
  return (await Promise.all(secrets)).map(({ SecretString }) => SecretString);
}
