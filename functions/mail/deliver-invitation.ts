import { type CalendarEntry, nextSequence } from '../../domain/calendar-entry.ts';
import { givenUp, isDue, type Outcome } from '../../domain/delivery.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { Problem } from '../../domain/problems.ts';
import { openLink } from '../../domain/redeem.ts';
import type { DeletedRoom, Room } from '../../domain/room.ts';
import type { Site } from '../../domain/site.ts';
import { readInvitation } from '../adapters/dynamodb/invitations.ts';
import { countMail } from '../adapters/dynamodb/mail-limit.ts';
import { readSite } from '../adapters/dynamodb/sites.ts';
import { suppressionOf } from '../adapters/dynamodb/suppressions.ts';
import { linkUrl } from '../adapters/links.ts';
import type { DueMail } from '../adapters/mail-queue.ts';
import { countUnusableTemplate } from '../shared/metrics.ts';
import { chooseTemplate, defaultFor } from './choose-template.ts';
import { invitationMail } from './invitation-mail.ts';
import { noteOutcome } from './note-outcome.ts';
import { sendPatiently, whileClaimed } from './send-claimed.ts';

/** `messageId` is SES's; the calendar entry is what the mail has brought along. */
type Sent = Outcome & { messageId?: string; calendarEntry?: CalendarEntry };

/**
 * Mails an invitation's link, from the invitation as it stands now, so that a revoke, a correction or a newer request
 * is honoured; and notes how that went.
 * @returns what was noted, or nothing where the mail is not due any more
 * @throws where the mail may succeed later
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

/** Notes that a mail is among the failures of the queue. */
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

/** Whatever keeps the link from being opened is also why no mail goes out. */
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
    if (!(await countMail({ ...invitation, mail }, settings.limits.emailsPerAddressPerDay, now)))
      return failed('daily_limit');
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

const failed = (reason: string): Outcome => ({ state: 'failed', reason });

/** SES itself may have found that the site's own template cannot be used. */
const templateFor = (site: Site, { locale, delivery }: Invitation) =>
  delivery.templateProblem === undefined
    ? chooseTemplate(site, locale)
    : defaultFor(site, locale, delivery.templateProblem);

/** The link that the mail was asked for, if it is still one of the invitation's. */
function seedOf({ linkId, keyId, freshLink, delivery }: Invitation) {
  return [{ linkId, keyId }, freshLink].find(seed => seed?.linkId === delivery.linkId);
}
