import { nextSequence } from '../../domain/calendar-entry.ts';
import { mailbox } from '../../domain/email.ts';
import type { Invitation } from '../../domain/invitation.ts';
import { forSubject, mailVariables, QR_CODE_ID } from '../../domain/mail-variables.ts';
import type { Room } from '../../domain/room.ts';
import type { Site } from '../../domain/site.ts';
import type { MailVariables } from '../../domain/template.ts';
import type { Instant } from '../../domain/time.ts';
import { wordsFor } from '../../emails/defaults.ts';
import { render, renderer } from '../adapters/handlebars.ts';
import { tagsOf } from '../adapters/mail-tags.ts';
import type { Attachment, Mail } from '../adapters/ses.ts';
import { calendarRequest } from './calendar.ts';
import type { ChosenTemplate } from './choose-template.ts';
import { qrCodePng } from './qr-code.ts';
import { unsubscribeHeaders } from './unsubscribe-headers.ts';

export type InvitationMail = {
  site: Site;
  room: Room;
  invitation: Invitation;
  link: string;
  template: ChosenTemplate;
  now: Instant;
};

/** The mail with the invitee's link. */
export async function invitationMail(letter: InvitationMail): Promise<Mail> {
  const { site, room, invitation, link, template, now } = letter;
  const { locale, roles, stored, content } = template;
  const { settings } = site;
  const qrCode = `cid:${QR_CODE_ID}`;
  const variables = mailVariables({ invitation, room, settings, link, qrCode, locale, roles }, now);
  return {
    to: mailbox(invitation.email),
    content:
      stored === undefined
        ? render(content, variables)
        : { template: stored, variables: forSubject(content, variables) },
    attachments: [
      ...(content.html.includes('qrCode') ? [qrCodePicture(link)] : []),
      ...calendarParts(letter, variables),
    ],
    headers: await unsubscribeHeaders(site, invitation),
    tags: tagsOf(invitation, invitation.delivery.mail ?? ''),
  };
}

export const qrCodePicture = (link: string): Attachment => ({
  fileName: `${QR_CODE_ID}.png`,
  contentType: 'image/png',
  contentId: QR_CODE_ID,
  bytes: qrCodePng(link),
});

function calendarParts(
  { room, invitation, link, template }: InvitationMail,
  variables: MailVariables,
): Attachment[] {
  const { roomTitle: title, roomDescription, opensAt, inviterName, fullName: name } = variables;
  const { startsAt, endsAt, timeZone } = room;
  if (startsAt === undefined) return [];
  const { id, email } = invitation;
  const sequence = nextSequence(invitation);
  const early = opensAt && renderer(wordsFor(template.locale).early)(variables);
  const description = [roomDescription, early, link].filter(Boolean).join('\n\n');
  const invitee = { email: mailbox(email), name };
  const times = { startsAt, endsAt, timeZone };
  return [calendarRequest({ id, sequence, title, ...times, inviterName, invitee, description })];
}
