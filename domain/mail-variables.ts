import { type EntrySettings, opensAt } from './early-entry.ts';
import { expiryOf, type Invitation } from './invitation.ts';
import { languageOf } from './mail.ts';
import { neutralise, neutraliseName, neutraliseParagraphs, neutraliseWords } from './neutralise.ts';
import { fullName } from './person.ts';
import type { Role } from './role.ts';
import { type RoomDetails, sessionPhase } from './room.ts';
import type { Settings } from './site.ts';
import { type MailVariables, paragraphVariables, type TemplateContent } from './template.ts';
import type { Instant } from './time.ts';

/** The content id of the attached picture of the link. */
export const QR_CODE_ID = 'qr-code';

export type Letter = {
  invitation: Invitation;
  room: RoomDetails;
  settings: Pick<Settings, 'name'> & EntrySettings;
  link: string;
  /** The URL of the picture: `cid:` and {@link QR_CODE_ID} in a mail. */
  qrCode: string;
  /** The template's locale. Dates and the role are written in it. */
  locale: string;
  roles: Record<Role, string>;
};

/** The values of an invitation's mail, neutralised, so safe in subject, HTML and text. */
export function mailVariables(letter: Letter, now: Instant): MailVariables {
  const { invitation, room, settings, link, qrCode, roles } = letter;
  const { firstName, lastName, email, role, createdBy } = invitation;
  const locale = formatLocale(letter.locale, invitation.locale);
  const moment = (instant: Instant | undefined) =>
    neutralise(instant === undefined ? '' : inWords(instant, locale, room.timeZone));
  const flag = (isSet: boolean) => (isSet ? 'true' : '');
  const phase = room.startsAt === undefined ? undefined : sessionPhase(room, now);
  const opens = opensAt(letter);
  const isEarly = phase === 'not_started' && opens !== room.startsAt;
  return {
    firstName: neutraliseName(firstName),
    lastName: neutraliseName(lastName),
    fullName: neutraliseName(fullName(invitation)),
    email: neutralise(email),
    role: roles[role],
    roomTitle: neutraliseWords(room.title),
    roomDescription: neutraliseParagraphs(room.description ?? ''),
    startsAt: moment(room.startsAt),
    endsAt: moment(room.endsAt),
    opensAt: moment(isEarly ? opens : undefined),
    link,
    expiresAt: moment(expiryOf(invitation, room)),
    inviterName: neutraliseWords(createdBy.name),
    siteName: neutraliseWords(settings.name),
    qrCode,
    isViewer: flag(role === 'viewer'),
    isSpeaker: flag(role === 'speaker'),
    isModerator: flag(role === 'moderator'),
    isPlanned: flag(phase === 'not_started'),
    isOpen: flag(phase === 'open'),
  };
}

/**
 * A subject is one line. If a template's subject has a variable of several lines, its line breaks are removed in all
 * parts, because SES fills the same values into subject, HTML and text.
 */
export function forSubject({ subject }: TemplateContent, variables: MailVariables): MailVariables {
  const inSubject = paragraphVariables.filter(name => subject.includes(name));
  const lines = inSubject.map(name => [name, variables[name].replaceAll('\n', ' ')]);
  return { ...variables, ...Object.fromEntries(lines) };
}

/** The invitee's locale if the template is in the invitee's language. Otherwise dates match the template's words. */
const formatLocale = (template: string, reader: string): string =>
  languageOf(template) === languageOf(reader) ? reader : template;

function inWords(instant: Instant, locale: string, timeZone = 'UTC'): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(instant));
}
