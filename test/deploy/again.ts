import { beforeAll, expect, test } from 'vitest';
import { Device } from '../support/device.ts';
import { call, deployed, emulator, login } from './support/deployed.ts';
import { STAGE } from './support/emulator.ts';
import { releaseOtherTemplates } from './support/later-release.ts';
import { deleteTemplate, editTemplate, readTemplate } from './support/mail-templates.ts';

const ROOM = '/v1/rooms/before-the-deploy';
const PERSON = { email: 'ada@example.edu', firstName: 'Ada', lastName: 'Byron', role: 'speaker' };

type Stack = { StackName: string; StackStatus: string };

let generated: Awaited<ReturnType<typeof call>>;

// Before all other parts: these change settings, which functions remember for half a minute.
beforeAll(async () => {
  const room = { title: 'Cell biology', ownerId: 'owner', chatAndCollaboration: true };
  await call(`PUT ${ROOM}`, { login: await login({ sub: 'backend', scope: 'rooms:write' }), body: room });
  generated = await call(`POST ${ROOM}/invitations`, { login: await login({ sub: 'owner' }), body: PERSON });
});

// That seeding brings up to date what an earlier release has seeded shows test/emails/seed.test.ts.
test('a later deploy that seeds again leaves invitations, links, keys and edited mail templates as they are', async () => {
  expect(generated.status).toBe(201);
  const { invitation, link } = generated.body;
  const edited = await editTemplate('en', { Subject: 'A subject of the administrator’s own' });
  const seeded = await readTemplate('ja');
  await deleteTemplate('ja');
  await expect(readTemplate('ja')).rejects.toThrow('NotFoundException');
  const keys = await readKeys();

  await releaseOtherTemplates();
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
  const { LinkKeysSecret = '', TicketKeysSecret = '' } = await emulator.outputs('data');
  const secrets = [LinkKeysSecret, TicketKeysSecret].map(id =>
    emulator.aws('secretsmanager', 'get-secret-value', '--secret-id', id),
  );
  return (await Promise.all(secrets)).map(({ SecretString }) => SecretString);
}
