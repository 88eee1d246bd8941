import type { TrustedKaltura } from '../../domain/kaltura-trust.ts';
import type { Trust } from '../../domain/trust.ts';
import { putSite } from '../../functions/adapters/dynamodb/put-site.ts';
import { PARTNER_ID } from '../../local/kaltura/directory.ts';
import { type Kaltura, startKaltura } from '../../local/kaltura/server.ts';
import { localSites } from '../../local/sites.ts';
import { ksOf } from './ks.ts';
import { origin } from './stack.ts';

export type KalturaSite = Kaltura & {
  /** The header of a session of this user, or of an administrator. */
  as(user: string, type?: 'USER' | 'ADMIN'): { authorization: string };
  /** Changes what the site trusts. */
  trust(more: Partial<TrustedKaltura>, launcher?: Trust['launcher']): Promise<void>;
};

/** Starts a stand-in for Kaltura, and makes it the Kaltura of the site `other`. */
export async function startKalturaSite(more: Partial<TrustedKaltura> = {}): Promise<KalturaSite> {
  const kaltura = await startKaltura();
  const site: KalturaSite = {
    ...kaltura,
    as: (user, type = 'USER') => ({
      authorization: `KS ${ksOf({ user, type: type === 'ADMIN' ? 2 : 0, partnerId: PARTNER_ID })}`,
    }),
    trust: async (changes, launcher) => {
      const [, other] = localSites(origin, kaltura.endpoint);
      if (other?.trust.kaltura === undefined) throw new Error('the site other has no Kaltura');
      const trusted = { ...other.trust.kaltura, ...more, ...changes };
      const changed = { ...other.trust, kaltura: trusted, ...(launcher && { launcher }) };
      await putSite(changed, other.settings);
    },
  };
  await site.trust({});
  return site;
}
