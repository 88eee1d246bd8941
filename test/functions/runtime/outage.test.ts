import { AccountSuspendedException, MessageRejected, SendingPausedException } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { isOutage } from '../../../functions/runtime/outage.ts';

const details = { message: 'Refused', $metadata: {} };

test('an SES account that may not send at present is an outage, a refused mail is not', () => {
  expect(isOutage(new AccountSuspendedException(details))).toBe(true);
  expect(isOutage(new SendingPausedException(details))).toBe(true);
  expect(isOutage(new MessageRejected(details))).toBe(false);
});
