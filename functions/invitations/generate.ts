import { type Invitation, type InvitationView, viewOf } from '../../domain/invitation.ts';
import { Problem } from '../../domain/problems.ts';
import { retryOvertaken } from '../adapters/dynamodb/overtaken.ts';
import {
  type IdempotencyRecord,
  readOnce,
  saveGenerated,
  saveGeneratedOnce,
} from '../adapters/dynamodb/save-generated.ts';
import { type Key, keys } from '../adapters/dynamodb/table.ts';
import { linkUrl } from '../adapters/links.ts';
import { sha256 } from '../runtime/sha256.ts';
import { type GenerateContext, keep, newInvitation, type Row } from './generate-context.ts';

/**
 * Generates one invitation.
 * @throws `invalid_request`, `email_domain_blocked`, `session_too_far_ahead`, `email_not_available`, `too_many_invitations`,
 *   `idempotency_key_reused`
 */
export async function generateRow(context: GenerateContext, row: Row) {
  if (row.recordKey !== undefined) return generateOnce(context, row, row.recordKey);
  const { site, room, now } = context;
  const { invitation, isNew } = await saveGenerated(await newInvitation(context, row));
  return {
    status: isNew ? 201 : 200,
    invitation: viewOf(invitation, { room, settings: site.settings, now }),
    link: await linkUrl(site.trust.linkBaseUrl, invitation, invitation),
  };
}

/**
 * Generates under an Idempotency-Key, idempotently: the same key and body give the same answer, also after retries
 * and in race conditions.
 */
async function generateOnce(context: GenerateContext, row: Row, key: Key) {
  const { room, site, now } = context;
  const bodyHash = sha256(JSON.stringify(row.request));
  const { records, invitations } = context.stored;
  const known = records.get(row);
  if (known !== undefined) return answerOf(known, context, row, bodyHash);
  const made = await newInvitation(context, row);
  return retryOvertaken(async round => {
    if (round > 0)
      keep(context.stored, row, await readOnce(key, keys.invitation(site.id, room.id, row.id), now));
    const known = records.get(row);
    if (known !== undefined) return answerOf(known, context, row, bodyHash);
    const before = invitations.get(row.id);
    const invitation = inPlaceOf(before, made);
    const record: IdempotencyRecord = {
      bodyHash,
      isNew: invitation === made,
      answer: JSON.stringify(viewOf(invitation, { room, settings: site.settings, now })),
      generation: room.generation,
      seed: { linkId: invitation.linkId, keyId: invitation.keyId },
    };
    const first = await saveGeneratedOnce({ key, record, invitation, before, now });
    // So that the person's next row in the batch decides from this write and does not conflict with it.
    if (first === record) invitations.set(row.id, invitation);
    return answerOf(first, context, row, bodyHash);
  });
}

/**
 * The new invitation, with `createdAt` and `firstLinkId` of the person's earlier one in the same generation of the
 * room.
 */
function inPlaceOf(before: Invitation | undefined, made: Invitation): Invitation {
  if (before === undefined || before.generation < made.generation) return made;
  // The room was deleted and opened again since it was read: the newer invitation must not be replaced.
  if (before.generation > made.generation)
    throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
  return { ...made, createdAt: before.createdAt, firstLinkId: before.firstLinkId };
}

async function answerOf(
  record: IdempotencyRecord,
  { site, roomId }: GenerateContext,
  row: Row,
  bodyHash: string,
) {
  if (record.bodyHash !== bodyHash) throw new Problem('idempotency_key_reused');
  const owner = { site: site.id, room: roomId, generation: record.generation, id: row.id };
  return {
    status: record.isNew ? 201 : 200,
    invitation: JSON.parse(record.answer) as InvitationView,
    link: await linkUrl(site.trust.linkBaseUrl, owner, record.seed),
  };
}
