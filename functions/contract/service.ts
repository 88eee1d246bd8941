import * as z from 'zod';
import type { Route } from './route.ts';

const healthSchema = z.strictObject({ status: z.literal('ok'), version: z.string() });

const jsonDocumentSchema = z.looseObject({});

/** Routes of the service itself. */
export const service = {
  getHealth: {
    method: 'GET',
    path: '/v1/health',
    caller: 'anyone',
    summary: 'Check that the service answers, and get its version',
    answers: { 200: healthSchema },
    problems: [],
    needs: [],
  },
  getOpenapi: {
    method: 'GET',
    path: '/openapi.json',
    caller: 'anyone',
    summary: 'Get this OpenAPI document',
    answers: { 200: jsonDocumentSchema },
    problems: [],
    needs: [],
  },
  getTicketKeys: {
    method: 'GET',
    path: '/.well-known/jwks.json',
    caller: 'anyone',
    summary: 'Get the public keys that verify tickets and launch tokens (JWKS)',
    answers: { 200: jsonDocumentSchema },
    problems: [],
    needs: ['ticket keys'],
  },
  getProblem: {
    method: 'GET',
    path: '/problems/{code}',
    caller: 'anyone',
    summary: 'Get the page that explains a problem and what to do',
    answers: { 200: null },
    contentType: 'text/html; charset=utf-8',
    problems: ['not_found'],
    needs: [],
  },
  fallback: {
    method: 'ANY',
    path: '$default',
    caller: 'anyone',
    summary: 'CORS preflights, and all paths and methods without a route',
    answers: { 204: null },
    problems: ['not_found', 'method_not_allowed'],
    needs: [],
  },
} as const satisfies Record<string, Route>;
