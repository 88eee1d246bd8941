import { AccountSuspendedException, MessageRejected, SendingPausedException } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { isOutage } from '../../../functions/shared/outage.ts';

const details = { message: 'Refused', $metadata: {} };

test('an account that may not send just now is an outage, a mail that is refused is none', () => {
  expect(isOutage(new AccountSuspendedException(details))).toBe(true);
  expect(isOutage(new SendingPausedException(details))).toBe(true);
  expect(isOutage(new MessageRejected(details))).toBe(false);
});
