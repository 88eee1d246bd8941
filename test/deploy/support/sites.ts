import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../../domain/site.ts';
import type { Trust } from '../../../domain/trust.ts';
import { appTokensPrefix, kalturaSecretsPrefix } from '../../../lib/data-stack.ts';
import { issuerRoutes } from '../../../local/dev/issuer.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import { ADMIN_SECRET, APP_TOKEN } from '../../../local/kaltura/directory.ts';
import { localSites } from '../../../local/sites.ts';
import { freePort } from '../../../local/support/loopback.ts';
import { State } from '../../../local/support/state.ts';
import { type Emulator, STAGE } from './emulator.ts';
import { run } from './run.ts';

/** Starts the issuers of the sites `demo` and `other` on this machine. */
export async function startIssuers(): Promise<{ origin: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const gateway = await startGateway(await issuerRoutes(new State(undefined), origin), { port });
  return { origin, stop: gateway.stop };
}

type Origins = { issuers: string; kaltura: string; publicOrigin: string };

/** Stores both sites as operations do: they trust these issuers, and their links lead to the stage. */
export async function putSites(
  emulator: Emulator,
  { issuers, kaltura, publicOrigin }: Origins,
): Promise<void> {
  await putSecrets(emulator);
  for (const { trust, settings } of localSites(issuers, kaltura))
    await putSite(emulator, { trust: { ...trust, linkBaseUrl: publicOrigin }, settings });
}

/** The secrets of docs/kaltura.md#set-a-site-up. */
async function putSecrets({ aws }: Emulator): Promise<void> {
  const { id, token, hashType } = APP_TOKEN;
  for (const [name, value] of [
    [`${kalturaSecretsPrefix(STAGE)}other`, { adminSecrets: [ADMIN_SECRET] }],
    [`${appTokensPrefix(STAGE)}other`, { id, token, hashType }],
  ] as const)
    await aws('secretsmanager', 'create-secret', '--name', name, '--secret-string', JSON.stringify(value));
}

export async function putSite({ env }: Emulator, site: { trust: Trust; settings: Settings }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'roompass-sites-'));
  const file = join(folder, `${site.trust.siteId}.json`);
  await writeFile(file, JSON.stringify(site));
  await run('npm', ['run', '--silent', 'site', '--', 'put', file, '--stage', STAGE], env);
  await rm(folder, { recursive: true });
}
