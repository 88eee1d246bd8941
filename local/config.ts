import { resolve } from 'node:path';
import * as z from 'zod';
import { ORIGIN_PATTERN, type PageOrigins, pageOrigins } from './gateway/page-origins.ts';
import { StartupError } from './startup-error.ts';

const port = z.coerce.number('must be a port number').int().min(1).max(65_535);

const environment = z.object({
  PORT: port.default(3000),
  SES_PORT: port.default(8005),
  DYNAMODB_PORT: port.default(8000),
  SES_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be a URL' }).optional(),
  KALTURA_PORT: port.optional(),
  KALTURA_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be a URL' }).optional(),
  ALLOWED_ORIGINS: z
    .string()
    .default('http://localhost:*,http://127.0.0.1:*')
    .transform(list => list.split(',').map(origin => origin.trim()))
    .refine(
      list => list.every(origin => ORIGIN_PATTERN.test(origin)),
      'must be a comma-separated list of origins, such as https://media.example.edu,http://localhost:*',
    ),
  ROOMPASS_DATA: z.string().default('.roompass'),
});

/** The environment variables that a user may set. */
export const variableNames = Object.keys(environment.shape);

export type Config = {
  readonly port: number;
  readonly origin: string;
  readonly sesPort: number;
  /** An SES emulator that is already running and replaces the stack's own. */
  readonly sesEndpoint: string | undefined;
  readonly dynamoDbPort: number;
  /** The port of the stand-in for Kaltura; if undefined, 8006 or another free port. */
  readonly kalturaPort: number | undefined;
  /** A Kaltura that replaces the stack's stand-in. */
  readonly kalturaEndpoint: string | undefined;
  /** The origins whose pages may call every route here. */
  readonly mayCall: PageOrigins;
  /** The data folder; undefined keeps data in memory only. */
  readonly folder: string | undefined;
};

/** Reads the environment. @throws StartupError that names the invalid variable */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const given = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '');
  const { data, error } = environment.safeParse(Object.fromEntries(given));
  if (error) {
    const [issue] = error.issues;
    throw new StartupError(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  return {
    port: data.PORT,
    origin: `http://localhost:${data.PORT}`,
    sesPort: data.SES_PORT,
    sesEndpoint: data.SES_ENDPOINT?.replace(/\/+$/, ''),
    dynamoDbPort: data.DYNAMODB_PORT,
    kalturaPort: data.KALTURA_PORT,
    kalturaEndpoint: data.KALTURA_ENDPOINT?.replace(/\/+$/, ''),
    mayCall: pageOrigins(data.ALLOWED_ORIGINS),
    folder: data.ROOMPASS_DATA === 'memory' ? undefined : resolve(data.ROOMPASS_DATA),
  };
}
