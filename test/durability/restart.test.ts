import { SESv2 } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { localAws } from '../../local/aws/client.ts';
import { Device } from '../support/device.ts';
import { Client } from './client.ts';
import { type Attempt, generateAll, planAttempts } from './generating.ts';
import { mailsOf } from './inbox.ts';
import { cleanUp, findPlace, kill, type Place, type StackProcess, start } from './stack-process.ts';

const timeout = 60_000;
const ROOM = 'kept-room';
const TEMPLATE = 'local_demo_invitation_en';
const SETTINGS = '/v1/site/settings';

let place: Place;
let stack: StackProcess;
let client: Client;
let ses: SESv2;
let owner: string;
let administrator: string;
const device = await Device.create();
const attempts = planAttempts(ROOM, 3);

beforeAll(async () => {
  place = await findPlace();
  stack = await start(place);
  client = new Client(stack.origin);
  ses = new SESv2({ ...localAws, endpoint: `http://localhost:${place.sesPort}` });
  owner = await client.login('owner');
  administrator = await client.login('admin', 'site:admin');
}, timeout);
afterAll(async () => {
  ses.destroy();
  await cleanUp();
}, timeout);

it('keeps settings, templates, rooms, links, devices and keys when it is stopped, and when it is killed', {
  timeout: 2 * timeout,
}, async () => {
  await editTemplate('Do come to {{roomTitle}}');
  const settings = await nameSite('Renamed University');
  await client.putRoom(ROOM, 'owner');
  const first = await invite(attempts[0]);
  const ticket = await enter(first);
  const before = await remembered(first, ticket);
  expect(before).toMatchObject({ settings, template: 'Do come to {{roomTitle}}', link: first.answer?.link });
  expect(before.session).toBe('admitted');

  process.kill(stack.pid, 'SIGTERM');
  await stack.exit;
  stack = await start(place);
  expect(await remembered(first, ticket)).toEqual(before);
  expect(await subjectOf(await invite(attempts[1]))).toBe('Do come to Durable');

  kill(stack.pid);
  await stack.exit;
  stack = await start(place);
  expect(await remembered(first, ticket)).toEqual(before);
  expect(await subjectOf(await invite(attempts[2]))).toBe('Do come to Durable');
});

it('keeps what was changed just before it is killed', { timeout }, async () => {
  const settings = await nameSite('Renamed again');
  await editTemplate('Once more');
  kill(stack.pid);
  await stack.exit;
  stack = await start(place);
  expect((await client.send('GET', SETTINGS, { token: administrator })).body).toEqual(settings);
  expect(await template()).toBe('Once more');
});

async function remembered(attempt: Attempt, ticket: string) {
  const settings = await client.send('GET', SETTINGS, { token: administrator });
  const room = await client.send('GET', `/v1/rooms/${ROOM}`, { token: owner });
  const invitations = await client.list(ROOM, owner);
  return {
    settings: settings.body,
    room: room.body,
    invitation: invitations.find(({ id }) => id === attempt.answer?.id),
    link: await client.currentLink(ROOM, attempt.answer?.id ?? '', owner),
    keys: (await client.send('GET', '/.well-known/jwks.json')).body,
    session: await sessionOf(ticket),
    template: await template(),
  };
}

async function nameSite(name: string): Promise<object> {
  const { headers, body } = await client.send('GET', SETTINGS, { token: administrator });
  const changed = { ...body, name };
  const put = { token: administrator, headers: { 'if-match': headers.get('etag') ?? '' }, body: changed };
  expect((await client.send('PUT', SETTINGS, put)).status).toBe(200);
  return changed;
}

async function editTemplate(subject: string): Promise<void> {
  const { TemplateContent } = await ses.getEmailTemplate({ TemplateName: TEMPLATE });
  const edited = { ...TemplateContent, Subject: subject };
  await ses.updateEmailTemplate({ TemplateName: TEMPLATE, TemplateContent: edited });
}

async function template(): Promise<string | undefined> {
  return (await ses.getEmailTemplate({ TemplateName: TEMPLATE })).TemplateContent?.Subject;
}

async function invite(attempt: Attempt | undefined): Promise<Attempt> {
  if (attempt === undefined) throw new Error('no such attempt');
  await generateAll([attempt], { client, token: owner });
  expect(attempt.answer?.status).toBe(201);
  await vi.waitUntil(async () => (await mailsTo(attempt)).length > 0, { timeout: 20_000, interval: 100 });
  return attempt;
}

const mailsTo = async ({ email }: Attempt) =>
  (await mailsOf(`http://localhost:${place.sesPort}`)).filter(({ to }) => to === email);

const subjectOf = async (attempt: Attempt) => (await mailsTo(attempt))[0]?.subject;

async function enter({ email, answer }: Attempt): Promise<string> {
  const dpop = await device.proof(`${stack.origin}/v1/redeem`);
  const body = { token: answer?.link.split('#')[1], email, enter: true };
  return (await client.send('POST', '/v1/redeem', { headers: { dpop }, body })).body.ticket;
}

async function sessionOf(ticket: string): Promise<string> {
  const dpop = await device.proof(`${stack.origin}/v1/session`, { ticket });
  const headers = { dpop, authorization: `DPoP ${ticket}` };
  const { body } = await client.send('POST', '/v1/session', { headers });
  return body.state ?? body.code;
}
