import { type CalendarEntry, nextSequence } from '../../domain/calendar-entry.ts';
import { givenUp, isDue, type Outcome } from '../../domain/delivery.ts';
import { FRESH_LINKS_PER_ADDRESS_PER_DAY } from '../../domain/fresh-link.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { Problem } from '../../domain/problems.ts';
import { openLink } from '../../domain/redeem.ts';
import type { DeletedRoom, Room } from '../../domain/room.ts';
import type { Settings, Site } from '../../domain/site.ts';
import type { Instant } from '../../domain/time.ts';
import { readInvitation } from '../adapters/dynamodb/invitations.ts';
import { countMail } from '../adapters/dynamodb/mail-limit.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import { suppressionOf } from '../adapters/dynamodb/suppressions.ts';
import { linkUrl } from '../adapters/links.ts';
import type { DueMail } from '../adapters/mail-queue.ts';
import { countUnusableTemplate } from '../runtime/metrics.ts';
import { chooseTemplate, defaultFor } from './choose-template.ts';
import { invitationMail } from './invitation-mail.ts';
import { noteOutcome } from './note-outcome.ts';
import { sendPatiently, whileClaimed } from './send-claimed.ts';

/** `messageId` is SES's id of the mail; `calendarEntry` is the entry that the mail carried. */
type Sent = Outcome & { messageId?: string; calendarEntry?: CalendarEntry };

/**
 * Mails an invitation's link and records the outcome. It reads the current invitation, so that the mail respects a
 * revoke, a correction or a newer request.
 * @returns the recorded outcome, or undefined if the mail is no longer due
 * @throws if a retry may succeed
 */
export async function deliverInvitation(
  due: DueMail,
  millisLeft: () => number,
): Promise<(Outcome & { messageId?: string }) | undefined> {
  const site = await readSite(due.site);
  const { room, invitation } = await readInvitation({ ...due, id: due.invitation });
  if (site === undefined || invitation === undefined || !isDue(invitation.delivery, due.mail))
    return undefined;
  const { messageId, calendarEntry, ...outcome } = await send({
    site,
    room,
    invitation,
    mail: due.mail,
    millisLeft,
  });
  await noteOutcome(due, invitation, { outcome, calendarEntry });
  return { ...outcome, ...(messageId !== undefined && { messageId }) };
}

/** Records that a mail has failed, before SQS moves it to the dead-letter queue. */
export async function giveUp(due: DueMail): Promise<void> {
  const { invitation } = await readInvitation({ ...due, id: due.invitation });
  if (invitation !== undefined && isDue(invitation.delivery, due.mail))
    await noteOutcome(due, invitation, { outcome: givenUp });
}

type Due = {
  site: Site;
  room: Room | DeletedRoom | undefined;
  invitation: Invitation;
  mail: string;
  millisLeft: () => number;
};

/** If the link cannot be opened, no mail is sent: the problem's code becomes the reason of the failed delivery. */
async function send(due: Due): Promise<Sent> {
  try {
    return await sendOpenLink(due);
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'temporarily_unavailable') throw error;
    return failed(error.code);
  }
}

async function sendOpenLink({ site, room: found, invitation, mail, millisLeft }: Due): Promise<Sent> {
  const { settings, trust } = site;
  const now = new Date().toISOString();
  const seed = seedOf(invitation);
  if (seed === undefined) return failed('link_replaced');
  const destination = {
    link: { generation: invitation.generation, linkId: seed.linkId },
    room: found,
    invitation,
    settings,
  };
  const { room } = openLink(destination, now);
  const suppression = await suppressionOf(site.id, invitation.email);
  if (suppression !== undefined) return { state: 'suppressed', reason: suppression.reason };
  const link = await linkUrl(trust.linkBaseUrl, invitation, seed);
  return whileClaimed({ site: site.id, mail, millisLeft }, async lastTryAt => {
    if (!(await isWithinLimit(invitation, settings, { mail, now }))) return failed('daily_limit');
    const template = await templateFor(site, invitation);
    const sent = await sendPatiently(
      await invitationMail({ site, room, invitation, link, template, now }),
      lastTryAt,
    );
    if ('refused' in sent) return failed(sent.refused);
    const { problem } = template;
    if (problem !== undefined) countUnusableTemplate();
    const { startsAt } = room;
    return {
      ...sent,
      state: 'sent',
      ...(problem !== undefined && { templateProblem: problem }),
      ...(startsAt !== undefined && { calendarEntry: { sequence: nextSequence(invitation), startsAt } }),
    };
  });
}

/** A fresh link that an invitee requested has a separate rate limit, so that it uses up no manager's limit. */
function isWithinLimit(
  { site, email, delivery }: Invitation,
  { limits }: Settings,
  { mail, now }: { mail: string; now: Instant },
): Promise<boolean> {
  return delivery.requestedBy === 'invitee'
    ? countMail({ site, email, mail, kind: 'fresh link' }, FRESH_LINKS_PER_ADDRESS_PER_DAY, now)
    : countMail({ site, email, mail, kind: 'invitation' }, limits.emailsPerAddressPerDay, now);
}

const failed = (reason: string): Outcome => ({ state: 'failed', reason });

/** Uses the default if SES has already reported that the site's own template is unusable. */
const templateFor = (site: Site, { locale, delivery }: Invitation) =>
  delivery.templateProblem === undefined
    ? chooseTemplate(site, locale)
    : defaultFor(site, locale, delivery.templateProblem);

/** The link that the mail was requested for. @returns undefined if the invitation no longer has it */
function seedOf({ linkId, keyId, freshLink, delivery }: Invitation) {
  return [{ linkId, keyId }, freshLink].find(seed => seed?.linkId === delivery.linkId);
}
