import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { environment } from '../environment.ts';
import { awsClient } from './aws.ts';
import { cached } from './cached.ts';

/** The service's own keys, from Secrets Manager. The first of each list signs, all of them verify. */

const linkKeysSchema = z.object({
  /** Makes invitation ids out of addresses; never rotated, or a person would have two invitations. */
  invitationIdKey: z.base64url(),
  keys: z.array(z.object({ kty: z.literal('oct'), kid: z.string().min(1).max(3), k: z.base64url() })).min(1),
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
const ticketKeysSchema = z.object({ keys: z.array(z.object({ ...publicKeyShape, d: z.string() })).min(1) });
export const publicKeysSchema = z.object({ keys: z.array(z.object(publicKeyShape)) });
export type TicketKeys = z.infer<typeof ticketKeysSchema>;

let client: SecretsManagerClient | undefined;
const secrets = cached(async id => {
  client ??= new SecretsManagerClient(awsClient('SECRETS_MANAGER'));
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
  return JSON.parse(SecretString ?? '') as unknown;
});

export const linkKeys = async (): Promise<LinkKeys> =>
  linkKeysSchema.parse(await secrets.get(environment('LINK_KEYS_SECRET')));

export const ticketKeys = async (): Promise<TicketKeys> =>
  ticketKeysSchema.parse(await secrets.get(environment('TICKET_KEYS_SECRET')));
