import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { datedKeyShape } from '../../domain/keys.ts';
import { environment } from '../runtime/environment.ts';
import { awsClient } from './aws.ts';
import { cached } from './cache.ts';

/** The service's own keys, from Secrets Manager. domain/keys.ts decides which key signs and which keys verify. */
const newestFirst = <K extends z.ZodType>(key: K) => z.tuple([key], key);

export const linkKeysSchema = z.object({
  /** The id key for functions of an earlier release, which run until the deploy ends. The next release drops it. */
  invitationIdKey: z.base64url().min(1).optional(),
  keys: newestFirst(z.object({ kty: z.literal('oct'), ...datedKeyShape, k: z.base64url() })),
});
export type LinkKeys = z.infer<typeof linkKeysSchema>;
export type LinkKey = LinkKeys['keys'][number];

/** The schema of a secret whose key is never rotated. */
export const lastingKeySchema = z.object({ key: z.base64url().min(1) });
export type LastingKey = z.infer<typeof lastingKeySchema>;

const publicKeyShape = {
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: datedKeyShape.kid,
  alg: z.literal('ES256'),
  use: z.literal('sig'),
  x: z.string(),
  y: z.string(),
};
export const ticketKeysSchema = z.object({
  keys: newestFirst(z.object({ ...publicKeyShape, ...datedKeyShape, d: z.string() })),
});
export type TicketKeys = z.infer<typeof ticketKeysSchema>;
export type TicketKey = TicketKeys['keys'][number];
export const publicKeysSchema = z.object({ keys: z.array(z.object(publicKeyShape)) });

let client: SecretsManagerClient | undefined;

export function secretsManager(): SecretsManagerClient {
  client ??= new SecretsManagerClient(awsClient('SECRETS_MANAGER'));
  return client;
}

/** Reads secrets, and caches them. */
export const cachedSecret = <T>(schema: z.ZodType<T>) =>
  cached(async (id): Promise<T> => {
    const { SecretString } = await secretsManager().send(new GetSecretValueCommand({ SecretId: id }));
    return schema.parse(JSON.parse(SecretString ?? ''));
  });
const linkSecret = cachedSecret(linkKeysSchema);
const ticketSecret = cachedSecret(ticketKeysSchema);
const lastingSecret = cachedSecret(lastingKeySchema);

export const linkKeys = (): Promise<LinkKeys> => linkSecret.get(environment('LINK_KEYS_SECRET'));
export const ticketKeys = (): Promise<TicketKeys> => ticketSecret.get(environment('TICKET_KEYS_SECRET'));

/** The key of invitations' and addresses' ids. With another key a person could get a second invitation to a room. */
export const idKey = (): Promise<Buffer> => lastingKey('ID_KEY_SECRET');
/** The key that encrypts tokens of `List-Unsubscribe` headers, which may be used years later. */
export const unsubscribeKey = (): Promise<Buffer> => lastingKey('UNSUBSCRIBE_KEY_SECRET');

async function lastingKey(variable: 'ID_KEY_SECRET' | 'UNSUBSCRIBE_KEY_SECRET'): Promise<Buffer> {
  const { key } = await lastingSecret.get(environment(variable));
  return Buffer.from(key, 'base64url');
}
