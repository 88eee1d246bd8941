import * as z from 'zod';
import { environment } from '../../runtime/environment.ts';
import { cachedSecret } from '../service-keys.ts';

/** A site's secrets for Kaltura. Operators store them in Secrets Manager (docs/kaltura.md#set-a-site-up). */

const adminSecretsSchema = z.object({ adminSecrets: z.array(z.string().min(1)).min(1) });
const appTokenSchema = z.object({
  id: z.string().min(1),
  token: z.string().min(1),
  hashType: z.enum(['SHA1', 'SHA256', 'SHA512', 'MD5']).default('SHA256'),
});
export type AppToken = z.infer<typeof appTokenSchema>;

const ofAdmins = cachedSecret(adminSecretsSchema);
const appTokens = cachedSecret(appTokenSchema);

/** The first seals sessions; each opens them. */
export const adminSecrets = async (ref: string): Promise<string[]> =>
  (await ofAdmins.get(environment('KALTURA_SECRETS') + ref)).adminSecrets;

export const appToken = (ref: string): Promise<AppToken> =>
  appTokens.get(environment('KALTURA_APP_TOKENS') + ref);
