import type { Invitation } from './invitation.ts';
import { isMailAvailable } from './mail.ts';
import type { Settings } from './site.ts';
import { after, days, type Instant, minutes } from './time.ts';

const APART = minutes(5);
const A_DAY = 5;

/**
 * The requests of the last day with this one added, or nothing where there is to be no mail now:
 * at most one in 5 minutes and 5 a day (contract section 3, request-link).
 */
export function requestFreshLink(
  invitation: Invitation,
  settings: Settings,
  now: Instant,
): Instant[] | undefined {
  const ofToday = (invitation.freshLinkRequests ?? []).filter(at => at > after(now, -days(1)));
  const tooSoon = ofToday.some(at => at > after(now, -APART));
  return isMailAvailable(settings) && !tooSoon && ofToday.length < A_DAY ? [...ofToday, now] : undefined;
}
