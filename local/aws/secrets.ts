import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import * as z from 'zod';
import type { State } from '../support/state.ts';
import { AwsError, type AwsOperations } from './endpoint.ts';

const request = z.object({ SecretId: z.string() });

/** The ids of the secrets, as the functions are told them. */
export const secretIds = { linkKeys: 'link-keys', ticketKeys: 'ticket-keys' };

/** Makes the keys at the first start and keeps them, so that links and tickets outlive a restart. */
export async function createSecrets(state: State): Promise<void> {
  const secret = () => randomBytes(32).toString('base64url');
  if (!state.get(`secret/${secretIds.linkKeys}`)) {
    const keys = [{ kty: 'oct', kid: '1', k: secret() }];
    state.set(`secret/${secretIds.linkKeys}`, { invitationIdKey: secret(), keys });
  }
  if (!state.get(`secret/${secretIds.ticketKeys}`)) {
    state.set(`secret/${secretIds.ticketKeys}`, { keys: [await createSigningKey('1')] });
  }
}

/** A fresh private ES256 key as a JWK. */
export async function createSigningKey(kid: string) {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256', use: 'sig' };
}

/** As much of Secrets Manager as the functions use. */
export function secretsOperations(state: State): AwsOperations {
  return {
    'secretsmanager.GetSecretValue': input => {
      const { SecretId: id } = request.parse(input);
      const secret = state.get(`secret/${id}`);
      if (!secret) throw new AwsError('ResourceNotFoundException', 'There is no such secret');
      return {
        ARN: `arn:aws:secretsmanager:us-east-1:000000000000:secret:${id}`,
        Name: id,
        SecretString: JSON.stringify(secret),
        VersionId: '1',
        VersionStages: ['AWSCURRENT'],
      };
    },
  };
}
