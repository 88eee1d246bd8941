import { expect } from 'vitest';
import { formLaunchClaims } from '../../domain/admission.ts';
import type { Trust } from '../../domain/trust.ts';
import { putSite } from '../../functions/adapters/dynamodb/put-site.ts';
import { signLaunchToken } from '../../functions/adapters/launch-tokens.ts';
import { localSites } from '../../local/sites.ts';
import { invitation } from '../domain/fixtures.ts';
import { type Answer, call, redeem } from './api.ts';
import { Device } from './device.ts';
import { invite } from './ground.ts';
import { storeAdminSecrets } from './ks.ts';
import { origin } from './stack.ts';

/** The site `demo` with the launcher `kaf-lti`. */

export const KAF_URL = 'https://4711.kaf.example.edu/embeddedrooms/index/view-room';
/** The characters of a URL in it are no real secret's, but must be encoded. */
export const KAF_SECRET = 'a&b=c%20d+é';

export async function launchByForm(more: object = {}): Promise<void> {
  await storeAdminSecrets('kaf', KAF_SECRET, 'an older secret');
  await putLauncher({ type: 'kaf-lti', url: KAF_URL, ...more });
}

export async function putLauncher(launcher: Trust['launcher']): Promise<void> {
  const [demo] = localSites(origin);
  if (demo === undefined) throw new Error('there are no local sites');
  const kaltura = {
    partnerId: 4711,
    secretsRef: 'kaf',
    endpoint: 'http://localhost:1',
    callersFrom: 'session',
    rooms: 'registered',
    chatAndCollaboration: true,
  } as const;
  await putSite({ ...demo.trust, sharedUserIds: true, kaltura, launcher }, demo.settings);
}

export const launchForm = (token: string): Promise<Answer> => call('getLaunchForm', { body: { token } });

export const launchTokenIn = (joinUrl: string): string => joinUrl.split('#')[1] ?? '';

/** A launch token that becomes a form, signed at `now` for an invented entry. */
export function formToken(now: Date): Promise<string> {
  const entrant = { invitation: invitation(), device: 'device', linkId: 'link', linkReusability: 1 };
  return signLaunchToken(formLaunchClaims(entrant), { site: { id: 'demo' }, now: now.toISOString() });
}

/** Invites somebody, who enters on a new device. */
export async function admitted(owner: string, roomId: string, person: object = {}) {
  const { link, email, id } = await invite(owner, roomId, person);
  const device = await Device.create();
  const { status, body } = await redeem({ device, link, email, enter: true });
  expect(status).toBe(200);
  const { joinUrl, ticket } = body as { joinUrl: string; ticket: string };
  return { id, link, email, device, ticket, joinUrl, launchToken: launchTokenIn(joinUrl) };
}
