import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { secondsBetween } from '../../domain/time.ts';
import { type DueMail, dueMailSchema, postponeMail } from '../adapters/mail-queue.ts';
import { triggers } from '../contract/triggers.ts';
import { deliverInvitation, giveUp } from '../mail/deliver-invitation.ts';
import { deliverWithdrawal } from '../mail/deliver-withdrawal.ts';
import { ClaimedElsewhere } from '../mail/send-claimed.ts';
import { log } from '../runtime/log.ts';
import { workThrough } from './partial-failures.ts';

/** Sends the mails of the queue, each at least once. Retries with back-off unless the failure is the mail's own. */
export async function handler({ Records: records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const millisLeft = () => context.getRemainingTimeInMillis();
  const batch = { records, atOnce: 5, idOf: ({ messageId }: SQSRecord) => messageId };
  return workThrough(batch, async (record, identify) => {
    const due = dueMailSchema.parse(JSON.parse(record.body));
    identify(asked(due));
    try {
      const deliver = due.kind === 'withdrawal' ? deliverWithdrawal : deliverInvitation;
      const outcome = await deliver(due, millisLeft);
      log.info(outcome === undefined ? 'mail not due' : 'mail', { ...asked(due), ...outcome });
    } catch (error) {
      await handBack(record, due, error);
      throw error;
    }
  });
}

/** The fields by which the log finds a mail again. */
const asked = ({ requestId, site, mail, kind }: DueMail) => ({ requestId, site, mail, mailKind: kind });

const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3600;

/**
 * Sets the message's visibility timeout: retries with exponential back-off. After the last try the mail is given up,
 * and SQS moves it to the dead-letter queue.
 */
async function handBack(record: SQSRecord, due: DueMail, error: unknown): Promise<void> {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  try {
    if (receives >= triggers.deliverEmail.receives) await giveUp(due);
    else await postponeMail(record, waitSeconds(receives, error));
  } catch (failure) {
    // Then the queue's own visibility timeout decides when the mail is retried.
    log.error('mail not postponed or given up', failure, asked(due));
  }
}

function waitSeconds(receives: number, error: unknown): number {
  if (error instanceof ClaimedElsewhere)
    return Math.max(1, secondsBetween(new Date().toISOString(), error.until));
  return Math.min(FIRST_WAIT_SECONDS * 2 ** (receives - 1), LONGEST_WAIT_SECONDS);
}
