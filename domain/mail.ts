import { expiryOf, type Invitation } from './invitation.ts';
import { Problem } from './problems.ts';
import type { RoomDetails } from './room.ts';
import type { Settings } from './site.ts';
import type { Instant } from './time.ts';

/** Locales that come with default templates, made where a site has none of its own. */
export const DEFAULT_TEMPLATE_LOCALES = ['en'] as const;

/** The locales to look for a template in, best first: `pt-BR` → `pt` → the site's default → `en`. */
export function localeFallback(locale: string, siteDefault: string): string[] {
  const [language = locale] = locale.split('-');
  return [...new Set([locale, language, siteDefault, 'en'])];
}

/** What the Invite window may offer as a mail's language. */
export const mailLocales = (siteDefault: string): string[] => [
  ...new Set([siteDefault, ...DEFAULT_TEMPLATE_LOCALES]),
];

/** `{stage}_{site}_{name}_{locale}`: what a template is called in SES (contract section 7). */
export const templateName = (stage: string, site: string, name: string, locale: string): string =>
  [stage, site, name, locale].join('_');

/** Whether the window offers "Send link via email": only where the administrator has chosen a template. */
export const isMailAvailable = ({ inviteToMedia }: Settings): boolean =>
  Boolean(inviteToMedia.inviteEmailTemplate);

/** @throws `email_not_available` */
export function requireMailAvailable(settings: Settings): void {
  if (!isMailAvailable(settings)) throw new Problem('email_not_available');
}

export type MailVariables = Record<
  | 'firstName'
  | 'lastName'
  | 'fullName'
  | 'email'
  | 'role'
  | 'roomTitle'
  | 'roomDescription'
  | 'startsAt'
  | 'endsAt'
  | 'link'
  | 'expiresAt'
  | 'inviterName'
  | 'siteName',
  string
>;

type Letter = { invitation: Invitation; room: RoomDetails; settings: Settings; link: string };

/** The values of an invitation's mail, safe in every part of it. */
export function mailVariables({ invitation, room, settings, link }: Letter): MailVariables {
  const { firstName, lastName, email, role, locale, createdBy } = invitation;
  const moment = (instant: Instant | undefined) =>
    instant === undefined ? '' : inWords(instant, locale, room.timeZone);
  const values = {
    firstName,
    lastName,
    fullName: `${firstName} ${lastName}`,
    email,
    role,
    roomTitle: room.title,
    roomDescription: room.description ?? '',
    startsAt: moment(room.startsAt),
    endsAt: moment(room.endsAt),
    link,
    expiresAt: moment(expiryOf(invitation, room)),
    inviterName: createdBy.name,
    siteName: settings.name,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, neutralise(value)]),
  ) as MailVariables;
}

const LOOKALIKES: Record<string, string> = { '<': '‹', '>': '›', '"': '”', "'": '’' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what goes
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/**
 * SES escapes nothing and fills one set of values into subject, HTML and text, so values are made harmless
 * rather than escaped (contract section 7).
 */
export const neutralise = (value: string): string =>
  value.replace(UNWANTED, ' ').replace(/[<>"']/g, character => LOOKALIKES[character] ?? '');

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
