import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type RouteName, routes } from '../functions/contract.ts';
import { senderNameSchema } from './sender.ts';

const origin = z
  .url({ protocol: /^https$/, error: 'must be an https origin, such as https://rooms.example.edu' })
  .refine(url => URL.canParse(url) && new URL(url).origin === url, {
    error: 'must be an origin, such as https://rooms.example.edu: no path, no slash at the end',
  });

const domainName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, {
    error: 'must be a domain name in small letters, such as rooms.example.edu',
  });

const sender = z
  .strictObject({
    domain: domainName,
    address: z.email(),
    name: senderNameSchema.default('Roompass'),
    /** Whether SES knows the domain already, from another stage or another service of this account. */
    domainIsVerified: z.boolean().default(false),
  })
  .refine(({ domain, address }) => address.endsWith(`@${domain}`), {
    path: ['address'],
    error: 'must be an address of sender.domain',
    // Only where both are of their form.
    when: ({ issues }) => issues.length === 0,
  });

const customDomain = z.strictObject({
  name: domainName,
  certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, {
    error: 'must be the ARN of a certificate in us-east-1, where CloudFront looks for it',
  }),
});

/** Those that CloudWatch Logs knows. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192];

const perSecond = z.int().min(1).max(10_000);
const burst = z.int().min(1).max(5_000);
const routeNames = Object.keys(routes) as [RouteName, ...RouteName[]];

/** A new AWS account may run 1,000 functions at once, 100 of which cannot be reserved. */
const MAX_RESERVED = 900;

const limits = z.strictObject({
  requestsPerSecond: perSecond.default(500),
  burst: burst.default(1000),
  /** Of single routes: their share of the requests, and how many may run at once. */
  routes: z
    .partialRecord(
      z.enum(routeNames),
      z.strictObject({
        requestsPerSecond: perSecond.exactOptional(),
        burst: burst.exactOptional(),
        atOnce: z.int().min(1).max(MAX_RESERVED).exactOptional(),
      }),
    )
    .refine(each => Object.values(each).reduce((sum, { atOnce = 0 }) => sum + atOnce, 0) <= MAX_RESERVED, {
      error: `atOnce of all routes together must be at most ${MAX_RESERVED}`,
    })
    .default({
      generateInvitations: { requestsPerSecond: 10, burst: 20, atOnce: 10 },
      requestLink: { requestsPerSecond: 20, burst: 40, atOnce: 10 },
    }),
  /** How many functions send mail at once. */
  mailersAtOnce: z.int().min(2).max(1000).default(2),
});

/** What operations decide for a stage. README.md, "Deploying", describes each field. */
export const stageSettingsSchema = z.strictObject({
  /** Prefix of stacks and mail templates; also the file's name. */
  stage: z
    .string()
    .regex(/^[a-z0-9]{1,12}$/, 'must be 1 to 12 of a-z 0-9')
    .refine(stage => stage !== 'local', 'must not be "local": that is the stack on your own machine'),
  /** Refuses to work on any other. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be the 12 digits of an AWS account')
    .exactOptional(),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1'),
  sender,
  /** More origins at which this service answers, beside its own: devices may make proofs for them. */
  allowedOrigins: z.array(origin).max(10).default([]),
  customDomain: customDomain.exactOptional(),
  /** Gets a mail when an alarm rings. */
  alarmAddress: z.email().exactOptional(),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS, { error: `must be one of ${LOG_RETENTION_DAYS.join(', ')}` })
    .default(30),
  limits: limits.prefault({}),
  /** A table that was restored from a backup, to be used in place of the stack's own; docs/restore.md. */
  restoredTable: z
    .strictObject({
      tableArn: z.string().regex(/^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+$/, {
        error: 'must be the ARN of a table',
      }),
      streamArn: z.string().regex(/^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/.+$/, {
        error: 'must be the ARN of that table’s stream',
      }),
    })
    .refine(({ tableArn, streamArn }) => streamArn.startsWith(`${tableArn}/stream/`), {
      path: ['streamArn'],
      error: 'must be the stream of restoredTable.tableArn',
      when: ({ issues }) => issues.length === 0,
    })
    .exactOptional(),
});
export type StageSettings = z.infer<typeof stageSettingsSchema>;

/**
 * The settings of a stage, from `config/` or the folder that `ROOMPASS_CONFIG` names.
 * @throws Error that names the file, each wrong field, and what would be right
 */
export function readSettings(stage: string): StageSettings {
  const file = join(folder(), `${stage}.json`);
  const text = readText(file);
  const { data, error } = stageSettingsSchema.safeParse(parseJson(text, file));
  if (error !== undefined) throw new Error(`${file} is not valid:\n${explain(error)}`);
  if (data.stage !== stage) {
    throw new Error(`${file} is not valid:\n  stage: must be "${stage}", like the file’s name`);
  }
  return data;
}

/**
 * The stage that is meant where none is said: that of the only settings file beside the example.
 * @throws Error that says what to do, where there is none, or more than one
 */
export function onlyStage(): string {
  const stages = readdirSync(folder())
    .filter(file => file.endsWith('.json') && file !== 'example.json')
    .map(file => file.replace('.json', ''));
  const [stage, ...others] = stages;
  if (stage === undefined)
    throw new Error(
      `There is no stage in ${folder()}/ yet: copy config/example.json and set it up for yours.`,
    );
  if (others.length > 0)
    throw new Error(`Say which stage, as in --context stage=${stage}: ${stages.join(', ')}`);
  return stage;
}

const folder = (): string => process.env.ROOMPASS_CONFIG ?? 'config';

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} is not there: copy config/example.json and set it up for your stage.`);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

const explain = ({ issues }: z.ZodError): string =>
  issues
    .flatMap(issue => {
      if (issue.code !== 'unrecognized_keys') return [`  ${z.core.toDotPath(issue.path)}: ${issue.message}`];
      const paths = issue.keys.map(key => z.core.toDotPath([...issue.path, key]));
      return paths.map(path => `  ${path}: is not a setting; see config/example.json`);
    })
    .join('\n');
