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

type Template = { Subject: string; Html: string; Text: string };

/** More than the SDK itself tries. */
const REFUSED = 4;

/** SES, as far as its templates go: what it has, what it was asked, and how often it still says that it is busy. */
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

test('a new site is given a template in every locale, and each is asked for once', async () => {
  await seed();
  for (const locale of DEFAULT_TEMPLATE_LOCALES)
    expect(templates.get(nameOf(locale))).toEqual(currentOf(locale));
  expect(asked).toEqual(DEFAULT_TEMPLATE_LOCALES.map(locale => `POST ${nameOf(locale)}`));
});

test('a template as an earlier release has seeded it is brought up to date', async () => {
  templates.set(nameOf('en'), FIRST);
  await seed();
  expect(templates.get(nameOf('en'))).toEqual(currentOf('en'));
});

test('a template that was edited stays as it is', async () => {
  const edited = { ...currentOf('en'), Subject: 'Come to {{roomTitle}}' };
  templates.set(nameOf('en'), edited);
  await seed();
  expect(templates.get(nameOf('en'))).toEqual(edited);
});

test('a template that an administrator made of another language’s default stays as it is', async () => {
  templates.set(nameOf('de'), currentOf('en'));
  await seed();
  expect(templates.get(nameOf('de'))).toEqual(currentOf('en'));
});

test('a template that an administrator is saving meanwhile stays as the administrator has it', async () => {
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

test('templates are made although SES takes only one a second', async () => {
  refusals = REFUSED;
  await seed();
  expect([refusals, templates.size]).toEqual([0, DEFAULT_TEMPLATE_LOCALES.length]);
});

/** As the first release has seeded it. */
const FIRST: Template = {
  Subject: '{{inviterName}} invites you to “{{roomTitle}}”',
  Html: `<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{roomTitle}}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#1c2430">
<p>Dear {{fullName}},</p>
<p>{{inviterName}} invites you as <strong>{{role}}</strong> to the live session
<strong>{{roomTitle}}</strong> of {{siteName}}.</p>
{{#if startsAt}}<p>It starts on <strong>{{startsAt}}</strong>.</p>{{/if}}
{{#if roomDescription}}<p>{{roomDescription}}</p>{{/if}}
<p><a href="{{link}}" style="display:inline-block;padding:12px 24px;border-radius:6px;background:#006efa;color:#ffffff;text-decoration:none">Join the session</a></p>
<p>Or copy this link:<br>{{link}}</p>
<p>Open it on the device that you will join with: it works on one device only. When asked, enter the address that
this mail was sent to. Keep this mail until the session has ended, in case you need to join again.
The link works until {{expiresAt}}.</p>
</body>
</html>
`,
  Text: `Dear {{fullName}},

{{inviterName}} invites you as {{role}} to the live session
“{{roomTitle}}” of {{siteName}}.
{{#if startsAt}}
It starts on {{startsAt}}.
{{/if}}
Your personal link:

{{link}}

Open it on the device that you will join with: it works on one device only.
When asked, enter the address that this mail was sent to.
Keep this mail until the session has ended, in case you need to join again.
The link works until {{expiresAt}}.
`,
};
