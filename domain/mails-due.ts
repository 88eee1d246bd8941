import { isWithdrawalDue, withdrawalOf } from './calendar-entry.ts';
import type { Invitation } from './invitation.ts';

/** A mail that a write requested: the invitation's, or the withdrawal of its calendar entry. */
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

/** The id differs if a mail that was in flight during the revoke has sent a newer calendar entry. */
const withdrawalDue = (invitation: Invitation | undefined): string | undefined =>
  invitation && isWithdrawalDue(invitation) ? withdrawalOf(invitation) : undefined;
