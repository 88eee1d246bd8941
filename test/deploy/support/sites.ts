import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issuerRoutes } from '../../../local/dev/issuer.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import { localSites } from '../../../local/sites.ts';
import { freePort } from '../../../local/support/loopback.ts';
import { State } from '../../../local/support/state.ts';
import { type Emulator, STAGE } from './emulator.ts';
import { run } from './run.ts';

/** The logins of the sites `demo` and `other`, on this machine. */
export async function startIssuers(): Promise<{ origin: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const gateway = await startGateway(await issuerRoutes(new State(undefined), origin), port);
  return { origin, stop: gateway.stop };
}

/** Puts both sites in place as operations do: their logins are those of the issuers, their links lead to the stage. */
export async function putSites({ env }: Emulator, issuers: string, publicOrigin: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'roompass-sites-'));
  for (const { trust, settings } of localSites(issuers)) {
    const file = join(folder, `${trust.siteId}.json`);
    await writeFile(file, JSON.stringify({ trust: { ...trust, linkBaseUrl: publicOrigin }, settings }));
    await run('npm', ['run', '--silent', 'site', '--', 'put', file, '--stage', STAGE], env);
  }
  await rm(folder, { recursive: true });
}
