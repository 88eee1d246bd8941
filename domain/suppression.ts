import * as z from 'zod';
import { emailSchema } from './email.ts';
import { idSchema } from './identifier.ts';
import { instantSchema } from './time.ts';

/** Why a site no longer sends mail to an address. */
export const suppressionReasons = ['bounced', 'complained', 'unsubscribed'] as const;

export const suppressionSchema = z
  .strictObject({
    id: idSchema,
    email: emailSchema,
    reason: z.enum(suppressionReasons),
    at: instantSchema,
  })
  .meta({ id: 'SuppressedAddress' });
export type Suppression = z.infer<typeof suppressionSchema>;
