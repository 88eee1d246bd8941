import * as z from 'zod';
import { instantSchema } from './time.ts';

/** Why a site writes to an address no more. */
export const suppressionReasons = ['bounced', 'complained', 'unsubscribed'] as const;

export const suppressionSchema = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    reason: z.enum(suppressionReasons),
    at: instantSchema,
  })
  .meta({ id: 'SuppressedAddress' });
export type Suppression = z.infer<typeof suppressionSchema>;
