import type { TestProject } from 'vitest/node';
import { emulatorAt, startEmulator } from './emulator.ts';
import { putSites, startIssuers } from './sites.ts';
import { installTools } from './tools.ts';
import { startWindow } from './window.ts';

/** Does what an operator does with a new account: bootstrap, deploy, put the sites in place. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await installTools();
  const parts: { stop: () => Promise<void> }[] = [];
  const stop = async () => {
    for (const part of parts.reverse()) await part.stop();
  };
  const start = async <P extends { stop: () => Promise<void> }>(starting: Promise<P>): Promise<P> => {
    const part = await starting;
    parts.push(part);
    return part;
  };
  try {
    const { endpoint, certificate } = await start(startEmulator());
    const address = { endpoint, certificate };
    const emulator = emulatorAt(address);
    const issuers = await start(startIssuers());
    const window = await start(startWindow(emulator));
    await emulator.cdk('bootstrap');
    // As config/emulator.json says: of an identity in a template the emulator knows no DKIM records.
    await emulator.aws('sesv2', 'create-email-identity', '--email-identity', 'rooms.example.edu');
    await emulator.deploy();
    const { ApiUrl = '', PublicOrigin: publicOrigin = '' } = await emulator.outputs('web');
    await putSites(emulator, issuers.origin, publicOrigin);
    project.provide('deployed', {
      address,
      baseUrl: emulator.reachable(ApiUrl),
      publicOrigin,
      tokenUrl: `${issuers.origin}/dev/tokens`,
      windowUrl: `http://localhost:${window.port}`,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
