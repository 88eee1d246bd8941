import { expiryOf, type Invitation } from './invitation.ts';
import { neutralise, neutraliseName, neutraliseWords } from './neutralise.ts';
import type { Role } from './role.ts';
import { type RoomDetails, sessionPhase } from './room.ts';
import type { Settings } from './site.ts';
import type { MailVariables } from './template.ts';
import type { Instant } from './time.ts';

/** The picture of the link that comes along with a mail. */
export const QR_CODE_ID = 'qr-code';

export type Letter = {
  invitation: Invitation;
  room: RoomDetails;
  settings: Pick<Settings, 'name'>;
  link: string;
  /** Where the picture is found: `cid:` and {@link QR_CODE_ID} in a mail. */
  qrCode: string;
  /** Of the template: dates are written in it, and the role. */
  locale: string;
  roles: Record<Role, string>;
};

/** The values of an invitation's mail, safe in every part of it. */
export function mailVariables(letter: Letter, now: Instant): MailVariables {
  const { invitation, room, settings, link, qrCode, roles } = letter;
  const { firstName, lastName, email, role, createdBy } = invitation;
  const locale = formatLocale(letter.locale, invitation.locale);
  const moment = (instant: Instant | undefined) =>
    neutralise(instant === undefined ? '' : inWords(instant, locale, room.timeZone));
  const flag = (isSet: boolean) => (isSet ? 'true' : '');
  const phase = room.startsAt === undefined ? undefined : sessionPhase(room, now);
  return {
    firstName: neutraliseName(firstName),
    lastName: neutraliseName(lastName),
    fullName: neutraliseName(`${firstName} ${lastName}`),
    email: neutralise(email),
    role: roles[role],
    roomTitle: neutraliseWords(room.title),
    roomDescription: neutraliseWords(room.description ?? ''),
    startsAt: moment(room.startsAt),
    endsAt: moment(room.endsAt),
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

const languageOf = (locale: string): string => locale.split('-')[0] ?? locale;

/** The reader's own habits where the template is in the reader's language; else dates look as the words around them. */
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
