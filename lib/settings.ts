import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type RouteName, routes } from '../functions/contract/routes.ts';
import { senderNameSchema } from './sender.ts';

const origin = z
  .url({ protocol: /^https$/, error: 'must be an https origin, such as https://rooms.example.edu' })
  .refine(url => URL.canParse(url) && new URL(url).origin === url, {
    error: 'must be an origin, such as https://rooms.example.edu: no path, no trailing slash',
  });

const domainName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, {
    error: 'must be a domain name in lower case, such as rooms.example.edu',
  });

const sender = z
  .strictObject({
    domain: domainName,
    address: z.email(),
    name: senderNameSchema.default('Roompass'),
    /** Whether the domain is already verified in SES, for another stage or another service of this account. */
    domainIsVerified: z.boolean().default(false),
  })
  .refine(({ domain, address }) => address.endsWith(`@${domain}`), {
    path: ['address'],
    error: 'must be an address of sender.domain',
    // Only if both fields are valid by themselves.
    when: ({ issues }) => issues.length === 0,
  });

const customDomain = z.strictObject({
  name: domainName,
  certificateArn: z.string().regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, {
    error: 'must be the ARN of a certificate in us-east-1, as CloudFront requires',
  }),
});

const webAclArn = z.string().regex(/^arn:aws[a-z-]*:wafv2:us-east-1:\d{12}:global\/webacl\/[\w-]+\/[\w-]+$/, {
  error: 'must be the ARN of a web ACL for CloudFront: WAFv2, us-east-1, scope global',
});

/** Values that CloudWatch Logs accepts, up to six years. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192];

const perSecond = z.int().min(1).max(10_000);
const burst = z.int().min(1).max(5_000);
const routeNames = Object.keys(routes) as [RouteName, ...RouteName[]];

/** A new AWS account has a concurrency of 1,000, of which 100 cannot be reserved. */
const MAX_RESERVED = 900;

const limits = z.strictObject({
  /** Enough for 10,000 invitees who enter at the same start time; see test/crowd. */
  requestsPerSecond: perSecond.default(2000),
  burst: burst.default(4000),
  /** For single routes: rate limit, burst, and reserved concurrency (`atOnce`). */
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
    // Above what the firewall lets through from one address; docs/security.md, "Throttles", has the calculation.
    .default({
      generateInvitations: { requestsPerSecond: 100, burst: 200, atOnce: 20 },
      requestLink: { requestsPerSecond: 200, burst: 400 },
    }),
  /** Concurrency of the function that sends mail. */
  mailersAtOnce: z.int().min(2).max(1000).default(2),
});

/** What operations decide for a stage. README.md, "Deploying", describes each field. */
export const stageSettingsSchema = z.strictObject({
  /** Prefix of stacks and mail templates; also the name of the settings file. */
  stage: z
    .string()
    .regex(/^[a-z0-9]{1,12}$/, 'must be 1 to 12 characters of a-z 0-9')
    .refine(stage => stage !== 'local', 'must not be "local": that is the local stack on your machine'),
  /** If given, the stage refuses to work in any other account. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be the 12 digits of an AWS account')
    .exactOptional(),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1'),
  sender,
  /** Further origins at which this service answers, in addition to its own: a device proof may name them. */
  allowedOrigins: z.array(origin).max(10).default([]),
  customDomain: customDomain.exactOptional(),
  /** A firewall in front of CloudFront; docs/firewall.md. */
  webAclArn: webAclArn.exactOptional(),
  /** Raise it by one and the next deploy rotates the header between CloudFront and the gateway. */
  originRotation: z.int().min(0).default(0),
  /** Gets a mail when an alarm goes off. */
  alarmAddress: z.email().exactOptional(),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS, { error: `must be one of ${LOG_RETENTION_DAYS.join(', ')}` })
    .default(30),
  limits: limits.prefault({}),
  /** A table restored from a backup, which replaces the stack's own; docs/restore.md. */
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

/** Path of a stage's settings file. */
export const settingsFile = (stage: string): string => join(folder(), `${stage}.json`);

/**
 * Reads the settings of a stage from `config/`, or from the folder in `ROOMPASS_CONFIG`.
 * @throws Error that names the file, each wrong field and the valid values
 */
export function readSettings(stage: string): StageSettings {
  const file = settingsFile(stage);
  const text = readText(file);
  const { data, error } = stageSettingsSchema.safeParse(parseJson(text, file));
  if (error !== undefined) throw new Error(`${file} is not valid:\n${explain(error)}`);
  if (data.stage !== stage) {
    throw new Error(`${file} is not valid:\n  stage: must be "${stage}", the name of the file`);
  }
  return data;
}

/**
 * The default stage: that of the only settings file besides the example.
 * @param otherwise the stage if there is no such file
 * @throws Error with advice, if no stage or more than one is possible
 */
export function stageMeant(otherwise?: string): string {
  const stages = readdirSync(folder())
    .filter(file => file.endsWith('.json') && file !== 'example.json')
    .map(file => file.replace('.json', ''));
  const [stage = otherwise, ...others] = stages;
  if (stage === undefined)
    throw new Error(
      `There is no stage in ${folder()}/ yet: copy config/example.json and edit it for your stage.`,
    );
  if (others.length > 0)
    throw new Error(
      `There are several stages (${stages.join(', ')}): choose one, as in --context stage=${stage}`,
    );
  return stage;
}

const folder = (): string => process.env.ROOMPASS_CONFIG ?? 'config';

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`There is no file ${file}: copy config/example.json and edit it for your stage.`);
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
      return paths.map(path => `  ${path}: is not a known setting; see config/example.json`);
    })
    .join('\n');
