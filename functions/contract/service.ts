import * as z from 'zod';
import type { Route } from './route.ts';

const healthSchema = z.strictObject({ status: z.literal('ok'), version: z.string() });

const jsonDocumentSchema = z.looseObject({});

/** The service itself. */
export const service = {
  getHealth: {
    method: 'GET',
    path: '/v1/health',
    caller: 'anyone',
    summary: 'Whether the service answers, and its version',
    answers: { 200: healthSchema },
    problems: [],
    needs: [],
  },
  getOpenapi: {
    method: 'GET',
    path: '/openapi.json',
    caller: 'anyone',
    summary: 'This description',
    answers: { 200: jsonDocumentSchema },
    problems: [],
    needs: [],
  },
  getTicketKeys: {
    method: 'GET',
    path: '/.well-known/jwks.json',
    caller: 'anyone',
    summary: 'The keys that sign tickets and launch tokens',
    answers: { 200: jsonDocumentSchema },
    problems: [],
    needs: ['ticket keys'],
  },
  getProblem: {
    method: 'GET',
    path: '/problems/{code}',
    caller: 'anyone',
    summary: 'What a problem means and what to do, as a page',
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['not_found'],
    needs: [],
  },
  fallback: {
    method: 'ANY',
    path: '$default',
    caller: 'anyone',
    summary: 'CORS preflights, and everything that is not there',
    answers: { 204: null },
    problems: ['not_found'],
    needs: [],
  },
} as const satisfies Record<string, Route>;
