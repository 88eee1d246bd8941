import { resolve } from 'node:path';
import * as z from 'zod';
import { StartupError } from './startup-error.ts';

const port = z.coerce.number('must be a port number').int().min(1).max(65_535);

const environment = z.object({
  PORT: port.default(3000),
  SES_PORT: port.default(8005),
  DYNAMODB_PORT: port.default(8000),
  SES_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be a URL' }).optional(),
  ROOMPASS_DATA: z.string().default('.roompass'),
});

/** What may be set, in the environment. */
export const variableNames = Object.keys(environment.shape);

export interface Config {
  readonly port: number;
  readonly origin: string;
  readonly sesPort: number;
  /** An SES emulator that runs already, instead of one of our own. */
  readonly sesEndpoint: string | undefined;
  readonly dynamoDbPort: number;
  /** Where data is kept; undefined keeps nothing. */
  readonly folder: string | undefined;
}

/** What the stack is started with, or a StartupError that names the variable which is wrong. */
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
    folder: data.ROOMPASS_DATA === 'memory' ? undefined : resolve(data.ROOMPASS_DATA),
  };
}
