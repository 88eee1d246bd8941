import { type Invitation, type InvitationView, viewOf } from '../../domain/invitation.ts';
import { Problem } from '../../domain/problems.ts';
import { type IdempotencyRecord, saveGenerated, saveGeneratedOnce } from '../adapters/dynamodb/generated.ts';
import { findInvitation } from '../adapters/dynamodb/invitations.ts';
import { linkUrl } from '../adapters/links.ts';
import type { Key } from '../table.ts';
import { newInvitation, type Prepared, type Row } from './preparing.ts';
import { sha256 } from './sha256.ts';

/**
 * Generates one invitation.
 * @throws `email_domain_blocked`, `email_not_available`, `invalid_request`, `too_many_invitations`, `idempotency_key_reused`
 */
export async function generateRow(prepared: Prepared, row: Row) {
  if (row.recordKey !== undefined) return generateOnce(prepared, row, row.recordKey);
  const { site, room, now } = prepared;
  const { invitation, isNew } = await saveGenerated(await newInvitation(prepared, row), room);
  return {
    status: isNew ? 201 : 200,
    invitation: viewOf(invitation, { room, settings: site.settings, now }),
    link: await linkUrl(site.trust.linkBaseUrl, invitation, invitation),
  };
}

const ROUNDS = 5;

/**
 * Generates under an Idempotency-Key: the same key and body give the same answer, however often and in whatever
 * race they come.
 */
async function generateOnce(prepared: Prepared, row: Row, key: Key) {
  const { room, site, now } = prepared;
  const bodyHash = sha256(JSON.stringify(row.request));
  const found = prepared.standing.get(row);
  if (found?.record !== undefined) return answerOf(found.record, prepared, row, bodyHash);
  const made = await newInvitation(prepared, row);
  let before = found?.before;
  for (let round = 0; round < ROUNDS; round += 1) {
    const invitation = inPlaceOf(before, made);
    const record: IdempotencyRecord = {
      bodyHash,
      isNew: invitation === made,
      answer: JSON.stringify(viewOf(invitation, { room, settings: site.settings, now })),
      generation: room.generation,
      seed: { linkId: invitation.linkId, keyId: invitation.keyId },
    };
    const outcome = await saveGeneratedOnce({ key, record, invitation, before, room, now });
    if (outcome === 'saved') return answerOf(record, prepared, row, bodyHash);
    if (outcome !== 'invitation_changed') return answerOf(outcome, prepared, row, bodyHash);
    before = await findInvitation({ site: site.id, room: room.id, id: row.id });
  }
  throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
}

/** The new invitation; where the person has one in this life of the room, it goes on from that one's beginning. */
function inPlaceOf(before: Invitation | undefined, made: Invitation): Invitation {
  if (before === undefined || before.generation < made.generation) return made;
  // The room was deleted and opened again since it was read: what is there now must not be replaced.
  if (before.generation > made.generation)
    throw new Problem('temporarily_unavailable', { retryAfterSeconds: 1 });
  return { ...made, createdAt: before.createdAt, firstLinkId: before.firstLinkId };
}

async function answerOf(record: IdempotencyRecord, { site, roomId }: Prepared, row: Row, bodyHash: string) {
  if (record.bodyHash !== bodyHash) throw new Problem('idempotency_key_reused');
  const owner = { site: site.id, room: roomId, generation: record.generation, id: row.id };
  return {
    status: record.isNew ? 201 : 200,
    invitation: JSON.parse(record.answer) as InvitationView,
    link: await linkUrl(site.trust.linkBaseUrl, owner, record.seed),
  };
}
