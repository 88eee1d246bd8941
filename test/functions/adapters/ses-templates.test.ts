import { randomUUID } from 'node:crypto';
import { beforeAll, expect, inject, test } from 'vitest';
import {
  createTemplate,
  deleteTemplate,
  forgetTemplate,
  listTemplateNames,
  readTemplate,
  storedTemplate,
  updateTemplate,
} from '../../../functions/adapters/ses-templates.ts';
import { inParallel } from '../../../functions/runtime/in-parallel.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

const content = { subject: 'Hi', html: '<p>{{link}}</p>', text: '{{link}}' };
const changed = { ...content, subject: 'Hello' };
const newName = () => `local_ses_${randomUUID()}`;

beforeAll(async () => {
  await startWithEmptyTable();
});

test('a template is made once, read, changed and deleted, also when it is gone', async () => {
  const name = newName();
  expect(await readTemplate(name)).toBeUndefined();
  expect(await updateTemplate(name, content)).toBe(false);
  expect(await createTemplate(name, content)).toBe(true);
  expect(await createTemplate(name, changed)).toBe(false);
  expect(await readTemplate(name)).toEqual(content);
  expect(await updateTemplate(name, changed)).toBe(true);
  expect(await readTemplate(name)).toEqual(changed);
  for (const _ of ['once', 'twice']) await deleteTemplate(name);
  expect(await readTemplate(name)).toBeUndefined();
});

test('parts that were left out in the console are empty', async () => {
  const name = newName();
  const body = JSON.stringify({ TemplateName: name, TemplateContent: { Subject: 'Hi' } });
  const headers = { 'content-type': 'application/json', authorization: 'AWS local' };
  await fetch(`${inject('ses')}/v2/email/templates`, { method: 'POST', headers, body });
  expect(await readTemplate(name)).toEqual({ subject: 'Hi', html: '', text: '' });
});

test('names are listed over all pages', async () => {
  const names = Array.from({ length: 105 }, newName);
  await inParallel(names, 5, name => createTemplate(name, content));
  expect(await listTemplateNames()).toEqual(expect.arrayContaining(names));
  await inParallel(names, 5, deleteTemplate);
});

test('mails use the cached template until it is forgotten', async () => {
  const name = newName();
  await createTemplate(name, content);
  expect(await storedTemplate(name)).toEqual(content);
  await updateTemplate(name, changed);
  expect(await storedTemplate(name)).toEqual(content);
  forgetTemplate(name);
  expect(await storedTemplate(name)).toEqual(changed);
});
