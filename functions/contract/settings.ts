import { settingsSchema } from '../../domain/site.ts';
import type { Route } from './route.ts';

/** The site’s settings. */
export const settings = {
  getSettings: {
    method: 'GET',
    path: '/v1/site/settings',
    caller: 'administrator',
    summary: 'The site’s settings, with an `ETag`',
    answers: { 200: settingsSchema },
    problems: [],
    needs: [],
  },
  putSettings: {
    method: 'PUT',
    path: '/v1/site/settings',
    caller: 'administrator',
    summary: 'Replace the site’s settings; needs `If-Match`',
    headers: { 'If-Match': 'required' },
    body: settingsSchema,
    answers: { 200: settingsSchema },
    problems: ['precondition_failed'],
    needs: ['UpdateItem'],
  },
} as const satisfies Record<string, Route>;
