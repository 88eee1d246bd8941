import type { TestProject } from 'vitest/node';
import { startKaltura } from '../../../local/kaltura/server.ts';
import { startEdge } from './edge.ts';
import { emulatorAt, startEmulator } from './emulator.ts';
import { deployPreviousStage } from './previous-stage.ts';
import { putSites, startIssuers } from './sites.ts';
import { installTools } from './tools.ts';
import { startWindow } from './window.ts';

/** Performs an operator's steps for a new account: bootstrap, deploy, store the sites. */
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
    const kaltura = await start(startKaltura());
    const window = await start(startWindow(emulator));
    await emulator.cdk('bootstrap');
    // Verifies the domain, as config/emulator.json says: the emulator has no DKIM records of a template's identity.
    await emulator.aws('sesv2', 'create-email-identity', '--email-identity', 'rooms.example.edu');
    await emulator.synth();
    await deployPreviousStage(emulator);
    await emulator.again();
    const { ApiUrl = '', PublicOrigin: publicOrigin = '' } = await emulator.outputs('web');
    const gatewayUrl = emulator.reachable(ApiUrl);
    const edge = await start(startEdge(emulator, gatewayUrl));
    await putSites(emulator, { issuers: issuers.origin, kaltura: kaltura.endpoint, publicOrigin });
    project.provide('deployed', {
      address,
      baseUrl: `http://localhost:${edge.port}`,
      gatewayUrl,
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
