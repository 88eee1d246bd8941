import type { Invitation } from './invitation.ts';
import { FRESH_LINK_APART_MINUTES } from './lifetimes.ts';
import { isMailAvailableTo } from './mail.ts';
import type { Settings } from './site.ts';
import { after, days, type Instant, minutes } from './time.ts';

const A_DAY = 5;

/** The rate limit of fresh links for an address, per site and day. It is separate from the limit of other mails. */
export const FRESH_LINKS_PER_ADDRESS_PER_DAY = 10;

/**
 * Applies an invitation's rate limit: one fresh link per 5 minutes and 5 per day, and none while the invitation's own
 * mail is queued (docs/contract.md#request-a-fresh-link).
 * @returns the requests of the last day with this one added; `undefined` if no mail is to be sent
 */
export function requestFreshLink(
  invitation: Invitation,
  settings: Settings,
  now: Instant,
): Instant[] | undefined {
  if (!isMailAvailableTo(invitation.email, settings) || isOwnMailQueued(invitation)) return undefined;
  const ofToday = (invitation.freshLinkRequests ?? []).filter(at => at > after(now, -days(1)));
  const tooSoon = ofToday.some(at => at > after(now, -minutes(FRESH_LINK_APART_MINUTES)));
  return !tooSoon && ofToday.length < A_DAY ? [...ofToday, now] : undefined;
}

/** A fresh link's mail would replace the queued mail, because only the mail that was requested last is sent. */
const isOwnMailQueued = ({ delivery, linkId }: Invitation): boolean =>
  delivery.state === 'queued' && delivery.linkId === linkId;
