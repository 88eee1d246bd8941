import { mailbox } from '../../domain/email.ts';
import type { Invitation } from '../../domain/invitation.ts';
import type { Site } from '../../domain/site.ts';
import { unsubscribeToken } from '../adapters/unsubscribe-tokens.ts';
import { routes } from '../contract/routes.ts';

/** Lets a mail program offer "do not invite me here again" with one click (RFC 8058). */
export async function unsubscribeHeaders(
  { id: site, trust }: Site,
  { email: typed, locale }: Pick<Invitation, 'email' | 'locale'>,
): Promise<Record<string, string>> {
  // A decomposed address may be too long for a header.
  const email = mailbox(typed.normalize('NFC'));
  const url = `${trust.linkBaseUrl}${routes.unsubscribe.path}?token=${await unsubscribeToken({ site, email, locale })}`;
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
