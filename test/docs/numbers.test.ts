import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { attemptsLeft } from '../../domain/attempts.ts';
import {
  FRESH_LINK_APART_MINUTES,
  IDEMPOTENCY_HOURS,
  KEPT_DAYS,
  LINK_DAYS,
  LOCK_MILLIS,
  LONGEST_LOGIN_TOKEN_HOURS,
  PROOF_SECONDS,
  TICKET_MINUTES,
} from '../../domain/lifetimes.ts';
import { type ProblemCode, problems } from '../../domain/problems.ts';
import { BODY_LIMIT_KIB } from '../../functions/contract/route.ts';
import { routes } from '../../functions/contract/routes.ts';
import { en } from '../../web/messages/en.ts';

/** Numbers that texts name are those of the code. */

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ORDINALS: Record<number, string> = { 3: 'third', 4: 'fourth', 5: 'fifth', 6: 'sixth', 10: 'tenth' };

const tries = attemptsLeft(undefined, new Date().toISOString());
const [firstLock, secondLock = 0, laterLock = 0] = LOCK_MILLIS.map(millis => millis / 60_000);
const locks = `for ${firstLock} minutes, then for ${secondLock / 60} hour, then for ${laterLock / 60} hours`;

test.each<[ProblemCode, string]>([
  ['unauthenticated', `more than ${LONGEST_LOGIN_TOKEN_HOURS} hours`],
  ['invalid_device_proof', `${PROOF_SECONDS} seconds off`],
  ['ticket_expired', `${WORDS[TICKET_MINUTES]} minutes`],
  ['session_too_far_ahead', `${LINK_DAYS} days from now`],
  ['session_too_far_ahead', `${LINK_DAYS} days after it was generated`],
  ['payload_too_large', `${BODY_LIMIT_KIB} KiB for a body`],
  ['payload_too_large', `${routes.generateInvitations.bodyLimitKiB} KiB for a batch`],
  ['idempotency_key_reused', `${IDEMPOTENCY_HOURS} hours`],
  ['too_many_attempts', `Every ${ORDINALS[tries]} wrong e-mail address`],
  ['too_many_attempts', locks],
])('the text of %s has “%s”', (code, text) => {
  const { meaning, remedy } = problems[code];
  expect(`${meaning} ${remedy}`).toContain(text);
});

test('the invitee’s page has the time between two fresh links', () => {
  expect(en.linkRequested).toContain(`in the last ${WORDS[FRESH_LINK_APART_MINUTES]} minutes`);
});

test.each([
  ['docs/contract.md', `at most ${LINK_DAYS} days after generation`],
  ['docs/contract.md', `${KEPT_DAYS} days`],
  ['docs/glossary.md', `valid for ${WORDS[TICKET_MINUTES]} minutes`],
  ['docs/glossary.md', `kept for ${IDEMPOTENCY_HOURS} hours`],
  ['docs/glossary.md', `after every ${ORDINALS[tries]} wrong address`],
  ['docs/security.md', `used again for ${PROOF_SECONDS} seconds`],
])('%s has “%s”', (page, text) => {
  expect(readFileSync(page, 'utf8').replace(/\s+/g, ' ')).toContain(text);
});
