import type { Config } from '../config.ts';
import { StartupError } from '../startup-error.ts';
import { seedDirectory } from './directory.ts';
import { type Kaltura, startKaltura } from './server.ts';

const USUAL_PORT = 8006;

/** The Kaltura of the site `other`: the stand-in, or the one that was given. */
export async function openKaltura({
  kalturaPort,
  kalturaEndpoint: endpoint,
}: Pick<Config, 'kalturaPort' | 'kalturaEndpoint'>): Promise<
  Pick<Kaltura, 'endpoint' | 'directory' | 'stop'>
> {
  if (endpoint !== undefined)
    return { endpoint, directory: seedDirectory(new Date()), stop: async () => undefined };
  const { port, directory, stop } = await (kalturaPort === undefined
    ? startSomewhere()
    : startKaltura({ port: kalturaPort }));
  return { endpoint: `http://localhost:${port}`, directory, stop };
}

/** Several stacks may run on one machine, so the usual port is not required. */
const startSomewhere = (): Promise<Kaltura> =>
  startKaltura({ port: USUAL_PORT }).catch(error => {
    if (error instanceof StartupError) return startKaltura();
    throw error;
  });
