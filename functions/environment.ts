import * as z from 'zod';

/** What each function is told. Free of any SDK: the stacks set exactly these. */
const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  /** The first issues tickets and is the base of problem types; proofs and tickets may be of any of them. */
  PUBLIC_ORIGINS: z
    .string()
    .transform(list => list.split(','))
    .pipe(z.array(z.url()).min(1)),
  LINK_KEYS_SECRET: z.string().min(1),
  TICKET_KEYS_SECRET: z.string().min(1),
  MAIL_QUEUE_URL: z.string().min(1),
  /** Where changes of the table wait that could not be followed at once. */
  CHANGE_QUEUE_URL: z.string().min(1),
  MAIL_SENDER: z.string().min(1),
  /** SES says how a mail fared for mails of this configuration set. */
  MAIL_CONFIGURATION_SET: z.string().min(1),
  /** The bucket of the pages. */
  PAGES_BUCKET: z.string().min(1),
  /** Prefix of the mail templates' names. */
  STAGE: z.string().min(1),
});

type Environment = z.infer<typeof environmentSchema>;
export type Variable = keyof Environment;

/** One variable, checked when it is first used, so that a function needs only what it uses. */
export function environment<V extends Variable>(name: V): Environment[V] {
  const value = environmentSchema.shape[name].safeParse(process.env[name]);
  if (!value.success) throw new Error(`The environment variable ${name} is missing or not of its form.`);
  return value.data as Environment[V];
}

/** Where this service answers, as proofs, tickets and problem types name it. */
export const publicOrigin = (): string => environment('PUBLIC_ORIGINS')[0] ?? '';
