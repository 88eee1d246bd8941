import * as z from 'zod';
import { suppressionSchema } from '../../domain/suppression.ts';
import { listQuerySchema, pageOf, tokenSchema } from './common.ts';
import type { Route } from './route.ts';

const SUPPRESSED = '/v1/site/suppressed-addresses';
const UNSUBSCRIBE = '/v1/unsubscribe';

const suppressedQuerySchema = listQuerySchema.pick({ email: true, limit: true }).extend({
  cursor: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be the nextCursor of a page')
    .optional(),
});

const suppressedPageSchema = pageOf(suppressionSchema);

const unsubscribeQuerySchema = z.strictObject({ token: tokenSchema });

/** Addresses that are written to no more. */
export const suppression = {
  listSuppressedAddresses: {
    method: 'GET',
    path: SUPPRESSED,
    caller: 'administrator',
    summary:
      'Addresses that the site writes to no more: they bounced, complained, or asked for it. A page may be short and still have a `nextCursor`',
    query: suppressedQuerySchema,
    answers: { 200: suppressedPageSchema },
    problems: [],
    needs: ['Query', 'GetItem', 'link keys'],
  },
  liftSuppression: {
    method: 'DELETE',
    path: `${SUPPRESSED}/{id}`,
    caller: 'administrator',
    summary: 'Let an address be written to again',
    answers: { 204: null },
    problems: [],
    needs: ['UpdateItem'],
  },
  getUnsubscribePage: {
    method: 'GET',
    path: UNSUBSCRIBE,
    caller: 'anyone',
    summary: 'A page that asks whether to write no more; it changes nothing',
    query: unsubscribeQuerySchema,
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['link_invalid'],
    needs: ['link keys'],
  },
  unsubscribe: {
    method: 'POST',
    path: UNSUBSCRIBE,
    caller: 'anyone',
    summary: 'Write to this address no more (RFC 8058, one click); the body is not looked at',
    query: unsubscribeQuerySchema,
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['link_invalid'],
    needs: ['UpdateItem', 'link keys'],
  },
} as const satisfies Record<string, Route>;
