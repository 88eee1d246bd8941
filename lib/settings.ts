import { readFileSync } from 'node:fs';
import * as z from 'zod';

const originSchema = z
  .url({ protocol: /^https$/ })
  .refine(url => new URL(url).origin === url, 'must be an origin, such as https://rooms.example.edu');

/** What operations decide for a stage, from `config/<stage>.json`. */
export const settingsSchema = z.strictObject({
  /** Prefix of stacks and mail templates. */
  stage: z.string().regex(/^[a-z0-9]{1,12}$/, 'must be 1 to 12 of a-z 0-9'),
  /** Where the service answers; the first issues tickets and is the base of problem types. */
  publicOrigins: z.array(originSchema).min(1).max(5),
  /** The From of every mail. */
  mailSender: z.string().min(3).max(320),
});
export type StageSettings = z.infer<typeof settingsSchema>;

/** @throws Error that names the file, the field and what would be right */
export function readSettings(stage: string): StageSettings {
  const file = new URL(`../config/${stage}.json`, import.meta.url);
  const settings = settingsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!settings.success)
    throw new Error(`config/${stage}.json is not valid:\n${z.prettifyError(settings.error)}`);
  return settings.data;
}
