import { randomBytes } from 'node:crypto';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { sealQuery } from '../../functions/adapters/kaltura/ks.ts';
import { secretsManager } from '../../functions/adapters/service-keys.ts';
import { kalturaSecretsPrefix } from '../../local/aws/secrets.ts';
import { ADMIN_SECRET } from '../../local/kaltura/directory.ts';

/** Kaltura sessions (KS) as Kaltura's own clients seal them, also such as Roompass refuses. */

export type Fields = {
  user?: string;
  type?: number;
  /** Seconds from now. */
  expiresIn?: number;
  partnerId?: number;
  secret?: string;
  privileges?: Record<string, string>;
  now?: Date;
};

export function ksOf({
  user = 'owner',
  type = 0,
  expiresIn = 3600,
  partnerId = 4711,
  secret = ADMIN_SECRET,
  privileges = {},
  now = new Date(),
}: Fields = {}): string {
  const expiry = Math.floor(now.getTime() / 1000) + expiresIn;
  const fields = new URLSearchParams({ ...privileges, _e: `${expiry}`, _t: `${type}`, _u: user });
  return sealQuery(fields.toString(), { partnerId, secret, random: randomBytes(16) });
}

/** Stores a site's admin secrets, as an operator does. */
export async function storeAdminSecrets(ref: string, ...adminSecrets: string[]): Promise<void> {
  await secretsManager().send(
    new PutSecretValueCommand({
      SecretId: kalturaSecretsPrefix + ref,
      SecretString: JSON.stringify({ adminSecrets }),
    }),
  );
}
