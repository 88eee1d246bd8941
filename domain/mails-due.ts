import { isWithdrawalDue, withdrawalOf } from './calendar-entry.ts';
import type { Invitation } from './invitation.ts';

/** Mails that a write asked for: the invitation's, or one that takes it back. */
type Asked = { kind: 'invitation' | 'withdrawal'; mail: string };

export function mailsDue(before: Invitation | undefined, after: Invitation): Asked[] {
  const { delivery } = after;
  const isAsked = delivery.state === 'queued' && delivery.mail !== before?.delivery.mail;
  const withdrawal = withdrawalDue(after);
  return [
    ...(isAsked && delivery.mail !== undefined ? [{ kind: 'invitation', mail: delivery.mail } as const] : []),
    ...(withdrawal !== undefined && withdrawal !== withdrawalDue(before)
      ? [{ kind: 'withdrawal', mail: withdrawal } as const]
      : []),
  ];
}

/** Another one where a mail that was on its way has brought a newer entry meanwhile. */
const withdrawalDue = (invitation: Invitation | undefined): string | undefined =>
  invitation && isWithdrawalDue(invitation) ? withdrawalOf(invitation) : undefined;
