import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { environment } from '../environment.ts';
import { awsClient } from './aws.ts';
import { cached } from './cached.ts';

/** The service's own keys, from Secrets Manager: the first of a list signs, all of them verify. */
const firstAndOlder = <K extends z.ZodType>(key: K) => z.tuple([key], key);

const linkKeysSchema = z.object({
  /** Makes invitation ids out of addresses; never rotated, or a person would have two invitations. */
  invitationIdKey: z.base64url(),
  keys: firstAndOlder(z.object({ kty: z.literal('oct'), kid: z.string().min(1).max(3), k: z.base64url() })),
});
export type LinkKeys = z.infer<typeof linkKeysSchema>;

const publicKeyShape = {
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  kid: z.string(),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
  x: z.string(),
  y: z.string(),
};
const ticketKeysSchema = z.object({ keys: firstAndOlder(z.object({ ...publicKeyShape, d: z.string() })) });
export const publicKeysSchema = z.object({ keys: z.array(z.object(publicKeyShape)) });

let client: SecretsManagerClient | undefined;

const secret = <T>(schema: z.ZodType<T>) =>
  cached(async (id): Promise<T> => {
    client ??= new SecretsManagerClient(awsClient('SECRETS_MANAGER'));
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    return schema.parse(JSON.parse(SecretString ?? ''));
  });
const linkSecret = secret(linkKeysSchema);
const ticketSecret = secret(ticketKeysSchema);

export const linkKeys = (): Promise<LinkKeys> => linkSecret.get(environment('LINK_KEYS_SECRET'));
export const ticketKeys = () => ticketSecret.get(environment('TICKET_KEYS_SECRET'));
