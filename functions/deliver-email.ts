import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { secondsBetween } from '../domain/time.ts';
import { type DueMail, dueMailSchema, postponeMail } from './adapters/mail-queue.ts';
import { deliverInvitation, giveUp } from './mail/deliver-invitation.ts';
import { deliverWithdrawal } from './mail/deliver-withdrawal.ts';
import { ClaimedElsewhere } from './mail/send-claimed.ts';
import { workThrough } from './shared/batch.ts';
import { log } from './shared/log.ts';
import { triggers } from './triggers.ts';

/** Sends the mails of the queue, each at least once; all but what is wrong with a mail itself is tried again. */
export async function handler({ Records: records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const millisLeft = () => context.getRemainingTimeInMillis();
  const batch = { records, atOnce: 5, idOf: ({ messageId }: SQSRecord) => messageId };
  return workThrough(batch, async (record, concerns) => {
    const due = dueMailSchema.parse(JSON.parse(record.body));
    concerns(asked(due));
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

/** How the log finds a mail again. */
const asked = ({ requestId, site, mail, kind }: DueMail) => ({ requestId, site, mail, kind });

const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3600;

/** The queue brings it again: the later, the oftener it has failed. After the last time it waits among the failures. */
async function handBack(record: SQSRecord, due: DueMail, error: unknown): Promise<void> {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  try {
    if (receives >= triggers.deliverEmail.receives) await giveUp(due);
    else await postponeMail(record, waitSeconds(receives, error));
  } catch (failure) {
    // Then it comes again when the queue itself says so.
    log.error('mail not handed back', failure, asked(due));
  }
}

function waitSeconds(receives: number, error: unknown): number {
  if (error instanceof ClaimedElsewhere)
    return Math.max(1, secondsBetween(new Date().toISOString(), error.until));
  return Math.min(FIRST_WAIT_SECONDS * 2 ** (receives - 1), LONGEST_WAIT_SECONDS);
}
