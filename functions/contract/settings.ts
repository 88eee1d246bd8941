import * as z from 'zod';
import { settingsSchema } from '../../domain/site.ts';
import type { Route } from './route.ts';

/** A request may leave out members that have a default; every answer has them. */
const settingsBodySchema = z
  .strictObject(settingsSchema.shape)
  .meta({ ...settingsSchema.meta(), id: 'SiteSettingsRequest' });

/** Routes of the site’s settings. */
export const settings = {
  getSettings: {
    method: 'GET',
    path: '/v1/site/settings',
    caller: 'administrator',
    summary: 'Get the site’s settings, with an `ETag`',
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
    body: settingsBodySchema,
    answers: { 200: settingsSchema },
    problems: ['precondition_required', 'precondition_failed'],
    needs: ['UpdateItem SETTINGS', 'template list'],
  },
} as const satisfies Record<string, Route>;
