import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, inject, vi } from 'vitest';
import type { RouteName } from '../../../functions/contract/routes.ts';
import { type Answer, type Call, call, login } from '../../support/api.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

/**
 * Set-up of the tests of the email template routes: an administrator, and a call of each route. All tests share one
 * SES, so each uses its own templates.
 */

export const content = { subject: 'Hi {{firstName}}', html: '<p>{{link}}</p>', text: '{{link}}' };
export let admin: string;

beforeAll(async () => {
  await startWithEmptyTable();
  admin = await login({ sub: 'admin', scope: 'site:admin' });
});

afterEach(() => {
  vi.restoreAllMocks();
});

export type Id = { name: string; locale: string };
export const newId = (locale = 'en'): Id => ({ name: `t-${randomUUID().slice(0, 8)}`, locale });
export const sesName = ({ name, locale }: Id) => `local_demo_${name}_${locale}`;

const ask = (route: RouteName, parameters: Id, { token = admin, ...given }: Call = {}): Promise<Answer> =>
  call(route, { parameters, token, ...given });
export const get = (id: Id) => ask('getEmailTemplate', id);
export const put = (id: Id, body: object = content, ifMatch?: string) =>
  ask('putEmailTemplate', id, { body, ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }) });
export const remove = (id: Id, ifMatch?: string) =>
  ask('deleteEmailTemplate', id, ifMatch === undefined ? {} : { headers: { 'if-match': ifMatch } });
export const preview = (id: Id, body: object = {}) => ask('previewEmailTemplate', id, { body });
export const send = (id: Id, body: object = {}, given: Call = {}) =>
  ask('testEmailTemplate', id, { body, ...given });

export const etagOf = ({ headers }: Answer) => headers.etag ?? '';
export const failed = { status: 412, body: { code: 'precondition_failed' } };
export const notFound = { status: 404, body: { code: 'not_found' } };

/** Runs tests against another SES, with functions that have just started. */
export async function withSes(url: string, tests: () => Promise<void>): Promise<void> {
  process.env.AWS_ENDPOINT_URL_SESV2 = url;
  vi.resetModules();
  await tests();
  process.env.AWS_ENDPOINT_URL_SESV2 = inject('ses');
  vi.resetModules();
}
