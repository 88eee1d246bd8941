import type { Settings } from '../../domain/site.ts';
import type { Trust } from '../../domain/trust.ts';
import { putSite } from '../../functions/adapters/dynamodb/put-site.ts';
import { localSites } from '../../local/sites.ts';
import { call } from './api.ts';
import type { Issuer } from './issuer.ts';
import { origin } from './stack.ts';

/** Stores a site that trusts these issuers only. */
export async function putSiteOf(siteId: string, ...issuers: Issuer[]): Promise<void> {
  const [demo] = localSites(origin);
  if (demo === undefined) throw new Error('there are no local sites');
  const trust: Trust = { ...demo.trust, siteId, issuers: issuers.map(({ trusted }) => trusted) };
  await putSite(trust, demo.settings);
}

/** Changes the settings of the administrator's site; they take effect at once. */
export async function changeSettings(
  administrator: string,
  change: (settings: Settings) => void,
): Promise<void> {
  const { body, headers } = await call('getSettings', { token: administrator });
  change(body);
  const etag = headers.etag ?? '';
  const { status } = await call('putSettings', {
    token: administrator,
    body,
    headers: { 'if-match': etag },
  });
  if (status !== 200) throw new Error(`the settings were refused with ${status}`);
}
