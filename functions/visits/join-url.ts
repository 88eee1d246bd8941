import { formLaunchClaims, type Launching, launchClaims, launchUrl } from '../../domain/admission.ts';
import { expiryOf } from '../../domain/invitation.ts';
import { launchSession } from '../../domain/kaltura-launch.ts';
import type { Room } from '../../domain/room.ts';
import type { Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import type { KsLauncher } from '../../domain/trust.ts';
import { sealFor } from '../adapters/kaltura/sealing.ts';
import { signLaunchToken } from '../adapters/launch-tokens.ts';
import { publicOrigin } from '../runtime/environment.ts';

type Launch = { site: Site; room: Room; now: Instant };

/** The URL to which the site's launcher sends an admitted invitee (docs/contract.md#6-site-settings-and-trust). */
export async function joinUrlOf(entrant: Launching, launch: Launch): Promise<string> {
  const { launcher } = launch.site.trust;
  switch (launcher.type) {
    case 'url':
      return launchUrl(launcher.template, {
        roomId: launch.room.id,
        launchToken: await signLaunchToken(launchClaims(entrant), launch),
      });
    case 'kaltura-ks':
      return ksUrl(entrant, launcher, launch);
    case 'kaf-lti':
      return `${publicOrigin()}/join#${await signLaunchToken(formLaunchClaims(entrant), launch)}`;
  }
}

async function ksUrl(entrant: Launching, launcher: KsLauncher, { site, room, now }: Launch): Promise<string> {
  const { kaltura } = site.trust;
  if (kaltura === undefined) throw new Error(`The trust of the site ${site.id} has no kaltura`);
  const linkExpiresAt = expiryOf(entrant.invitation, room);
  const ks = await sealFor(kaltura, launchSession(entrant, launcher, { now, linkExpiresAt }));
  return launchUrl(launcher.template, { ks, partnerId: String(kaltura.partnerId) });
}
