import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { DEFAULT_TEMPLATE_LOCALES } from '../../../domain/template.ts';
import { after } from '../../../domain/time.ts';
import { wordsFor } from '../../../emails/defaults.ts';
import { giveBackLease, takeLease } from '../../../functions/adapters/dynamodb/template-lease.ts';
import { seedTemplates } from '../../../functions/templates/seed.ts';
import { createTable } from '../../../local/dynamodb/server.ts';
import { setDataEnvironment } from '../../../local/functions.ts';
import { type LoopbackServer, listenOnLoopback } from '../../../local/support/loopback.ts';
import { FIRST } from '../../support/first-template.ts';

type Template = { Subject: string; Html: string; Text: string };

/** More refusals than the SDK makes attempts. */
const REFUSED = 4;

/**
 * An SES with templates only: the stored templates, the requests so far, and how many further requests it
 * throttles.
 */
let ses: LoopbackServer;
let templates: Map<string, Template>;
let asked: string[];
let refusals = 0;

beforeAll(async () => {
  ses = await listenOnLoopback(async (request, response) => {
    const { TemplateName, TemplateContent } = JSON.parse((await text(request)) || '{}');
    const refuse = (status: number, kind: string) =>
      response.writeHead(status, { 'x-amzn-errortype': kind }).end('{}');
    if (refusals > 0) {
      refusals -= 1;
      return refuse(429, 'TooManyRequestsException');
    }
    const name = TemplateName ?? decodeURIComponent(request.url?.split('/').at(-1) ?? '');
    asked.push(`${request.method} ${name}`);
    if (request.method === 'POST' && templates.has(name)) return refuse(400, 'AlreadyExistsException');
    if (request.method === 'GET')
      return response.end(JSON.stringify({ TemplateContent: templates.get(name) }));
    templates.set(name, TemplateContent);
    response.end('{}');
  });
  const dynamoDb = inject('dynamoDb');
  setDataEnvironment({ dynamoDb, ses: `http://127.0.0.1:${ses.port}` });
  process.env.TABLE_NAME = `test-${randomUUID()}`;
  await createTable(dynamoDb, process.env.TABLE_NAME);
});
beforeEach(() => {
  templates = new Map();
  asked = [];
});
afterAll(() => ses.stop());

const nameOf = (locale: string) => `test_demo_invitation_${locale}`;

function currentOf(locale: string): Template {
  const { subject, html, text } = wordsFor(locale).invitation;
  return { Subject: subject, Html: html, Text: text };
}

const seed = () => seedTemplates('test', 'demo');

test('a new site gets a template in every locale, with one request each', async () => {
  await seed();
  for (const locale of DEFAULT_TEMPLATE_LOCALES)
    expect(templates.get(nameOf(locale))).toEqual(currentOf(locale));
  expect(asked).toEqual(DEFAULT_TEMPLATE_LOCALES.map(locale => `POST ${nameOf(locale)}`));
});

test('a template that is unchanged since an earlier release seeded it is updated', async () => {
  templates.set(nameOf('en'), FIRST);
  await seed();
  expect(templates.get(nameOf('en'))).toEqual(currentOf('en'));
});

test('an edited template is left unchanged', async () => {
  const edited = { ...currentOf('en'), Subject: 'Come to {{roomTitle}}' };
  templates.set(nameOf('en'), edited);
  await seed();
  expect(templates.get(nameOf('en'))).toEqual(edited);
});

test('a template that an administrator made from another language’s default is left unchanged', async () => {
  templates.set(nameOf('de'), currentOf('en'));
  await seed();
  expect(templates.get(nameOf('de'))).toEqual(currentOf('en'));
});

test('a template that an administrator saves meanwhile keeps the administrator’s content', async () => {
  templates.set(nameOf('en'), FIRST);
  const lease = { site: 'demo', name: 'invitation', locale: 'en', holder: 'administrator' };
  const now = new Date().toISOString();
  expect(await takeLease(lease, after(now, 20_000), now)).toBe(true);
  const seeding = seed();
  await vi.waitFor(() => expect(asked).toContain(`GET ${nameOf('en')}`), 10_000);
  const edited = { ...currentOf('en'), Subject: 'Come to {{roomTitle}}' };
  templates.set(nameOf('en'), edited);
  await giveBackLease(lease, new Date().toISOString());
  await seeding;
  expect(templates.get(nameOf('en'))).toEqual(edited);
});

test('a template that is up to date is not written again', async () => {
  await seed();
  asked = [];
  await seed();
  expect(asked.filter(request => request.startsWith('PUT'))).toEqual([]);
});

test('templates are created although SES accepts only one per second', async () => {
  refusals = REFUSED;
  await seed();
  expect([refusals, templates.size]).toEqual([0, DEFAULT_TEMPLATE_LOCALES.length]);
});
