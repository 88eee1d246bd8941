import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { datedKeyShape } from '../../domain/keys.ts';
import { environment } from '../environment.ts';
import { awsClient } from './aws.ts';
import { cached } from './cached.ts';

/** The service's own keys, from Secrets Manager; domain/keys.ts says which of them signs and which verify. */
const newestFirst = <K extends z.ZodType>(key: K) => z.tuple([key], key);

export const linkKeysSchema = z.object({
  /** Makes invitation ids out of addresses; never rotated, or a person would have two invitations. */
  invitationIdKey: z.base64url(),
  keys: newestFirst(z.object({ kty: z.literal('oct'), ...datedKeyShape, k: z.base64url() })),
});
export type LinkKeys = z.infer<typeof linkKeysSchema>;
export type LinkKey = LinkKeys['keys'][number];

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

const secret = <T>(schema: z.ZodType<T>) =>
  cached(async (id): Promise<T> => {
    const { SecretString } = await secretsManager().send(new GetSecretValueCommand({ SecretId: id }));
    return schema.parse(JSON.parse(SecretString ?? ''));
  });
const linkSecret = secret(linkKeysSchema);
const ticketSecret = secret(ticketKeysSchema);

export const linkKeys = (): Promise<LinkKeys> => linkSecret.get(environment('LINK_KEYS_SECRET'));
export const ticketKeys = (): Promise<TicketKeys> => ticketSecret.get(environment('TICKET_KEYS_SECRET'));
