import * as z from 'zod';

/** The functions' environment variables: exactly these are set by the CDK stacks. This file imports no SDK. */
const environmentSchema = z.object({
  TABLE_NAME: z.string().min(1),
  /** The first origin issues tickets and is the base of problem types. Proofs and tickets of all are accepted. */
  PUBLIC_ORIGINS: z
    .string()
    .transform(list => list.split(','))
    .pipe(z.array(z.url()).min(1)),
  LINK_KEYS_SECRET: z.string().min(1),
  TICKET_KEYS_SECRET: z.string().min(1),
  ID_KEY_SECRET: z.string().min(1),
  UNSUBSCRIBE_KEY_SECRET: z.string().min(1),
  /** The secret from which the accepted values of CloudFront's header are derived. */
  ORIGIN_KEY_SECRET: z.string().min(1),
  /** SHA-256 of each accepted value of CloudFront's header. */
  ORIGIN_HASHES: z
    .string()
    .transform(list => list.split(','))
    .pipe(z.array(z.base64url().length(43)).min(1)),
  /** The beginning of the names of the sites' Kaltura secrets. */
  KALTURA_SECRETS: z.string().min(1),
  KALTURA_APP_TOKENS: z.string().min(1),
  MAIL_QUEUE_URL: z.string().min(1),
  /** The queue of stream records that failed and are retried apart from the stream. */
  CHANGE_QUEUE_URL: z.string().min(1),
  /** The queue of Kaltura sessions that are to be ended. */
  SESSION_QUEUE_URL: z.string().min(1),
  /** The FIFO queue of rooms that are to be read from Kaltura again. */
  ROOM_QUEUE_URL: z.string().min(1),
  MAIL_SENDER: z.string().min(1),
  /** The SES configuration set of all mails. SES publishes events for its mails. */
  MAIL_CONFIGURATION_SET: z.string().min(1),
  /** The S3 bucket of the pages. */
  PAGES_BUCKET: z.string().min(1),
  /** The stage. It is the prefix of mail templates' names, and is in logs and metrics. */
  STAGE: z.string().min(1),
});

type Environment = z.infer<typeof environmentSchema>;
export type Variable = keyof Environment;

/** Reads and validates one variable on use, so that a function needs only variables that it uses. @throws Error */
export function environment<V extends Variable>(name: V): Environment[V] {
  const value = environmentSchema.shape[name].safeParse(process.env[name]);
  if (!value.success) throw new Error(`The environment variable ${name} is missing or invalid.`);
  return value.data as Environment[V];
}

/** The origin in the `iss` of tickets and in the `type` of problems. */
export const publicOrigin = (): string => environment('PUBLIC_ORIGINS')[0] ?? '';
