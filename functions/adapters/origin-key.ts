import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { environment } from '../runtime/environment.ts';
import { secretsManager } from './service-keys.ts';

/**
 * The random text from which the values of CloudFront's header are derived. Secrets Manager generates it with the
 * stack.
 * @throws Error if the secret has no text
 */
export async function readOriginKey(): Promise<string> {
  const command = new GetSecretValueCommand({ SecretId: environment('ORIGIN_KEY_SECRET') });
  const { SecretString } = await secretsManager().send(command);
  if (!SecretString) throw new Error('The secret of ORIGIN_KEY_SECRET has no text.');
  return SecretString;
}
