import * as z from 'zod';
import { suppressionSchema } from '../../domain/suppression.ts';
import { listQuerySchema, pageOf, tokenSchema } from './common.ts';
import type { Route } from './route.ts';

const SUPPRESSED = '/v1/site/suppressed-addresses';
const UNSUBSCRIBE = '/v1/unsubscribe';

const suppressedQuerySchema = listQuerySchema.pick({ email: true, limit: true, cursor: true });

const suppressedPageSchema = pageOf(suppressionSchema);

const unsubscribeQuerySchema = z.strictObject({ token: tokenSchema });

/** Routes of suppressed addresses: addresses that get no mail. */
export const suppression = {
  listSuppressedAddresses: {
    method: 'GET',
    path: SUPPRESSED,
    caller: 'administrator',
    summary:
      'List the addresses that get no mail from the site, because of a bounce, a complaint or an unsubscribe. A page may be short and still have a `nextCursor`',
    query: suppressedQuerySchema,
    answers: { 200: suppressedPageSchema },
    problems: [],
    needs: ['Query SUPPRESSED', 'GetItem SUPPRESSED', 'id key'],
  },
  liftSuppression: {
    method: 'DELETE',
    path: `${SUPPRESSED}/{id}`,
    caller: 'administrator',
    summary: 'Lift a suppression: the address may get mail again',
    answers: { 204: null },
    problems: [],
    needs: ['UpdateItem SUPPRESSED'],
  },
  getUnsubscribePage: {
    method: 'GET',
    path: UNSUBSCRIBE,
    caller: 'anyone',
    summary: 'Get the page that asks whether to unsubscribe; it changes nothing',
    query: unsubscribeQuerySchema,
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['link_invalid'],
    needs: ['BatchGetItem SETTINGS', 'BatchGetItem TRUST', 'unsubscribe key'],
  },
  unsubscribe: {
    method: 'POST',
    path: UNSUBSCRIBE,
    caller: 'anyone',
    summary: 'Unsubscribe the address (RFC 8058, one click); the body is ignored',
    query: unsubscribeQuerySchema,
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['link_invalid'],
    needs: [
      'BatchGetItem SETTINGS',
      'BatchGetItem TRUST',
      'UpdateItem SUPPRESSED',
      'id key',
      'unsubscribe key',
    ],
  },
} as const satisfies Record<string, Route>;
