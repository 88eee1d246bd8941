import { expect, test, vi } from 'vitest';
import { claimMail } from '../../../functions/adapters/dynamodb/mail-claims.ts';
import { invoke } from '../../../local/gateway/lambda.ts';
import { awsLike } from '../../support/aws-like/aws-like.ts';
import { deliveryOf, messageOf } from '../../support/due-mail.ts';
import { FULL } from '../../support/full.ts';
import { atOnce } from '../../support/ground.ts';
import { aMail, deliverEmail, isDelivered, ses, waits } from './mailer-stage.ts';

/** A mail is sent once, although several mailers may take it up. */

const SEED_THAT_LOSES_THE_FIRST = 8;

test('a mail that was queued twice is sent once, also when both messages are processed concurrently', async () => {
  const due = await aMail();
  ses.delayMillis = 50;
  const batches = await atOnce(5, () => invoke(deliverEmail, { Records: [messageOf(due), messageOf(due)] }));
  expect(ses.mails).toHaveLength(1);
  expect(batches.flatMap(({ batchItemFailures }) => batchItemFailures).length).toBeLessThan(10);
  expect(await isDelivered(due)).toBe(true);
  expect(ses.mails).toHaveLength(1);
});

test('of 20 mailers that take up a mail at once exactly one sends it, round after round', async () => {
  for (let round = 0; round < (FULL ? 20 : 4); round += 1) {
    ses.recover();
    const due = await aMail();
    await atOnce(20, () => isDelivered(due));
    expect(ses.mails).toHaveLength(1);
    expect(await deliveryOf(due)).toMatchObject({ state: 'sent' });
  }
});

test('a mail that another mailer has claimed is retried when that mailer must have finished or crashed', async () => {
  const due = await aMail();
  const until = new Date(Date.now() + 12_000).toISOString();
  await claimMail(
    { site: due.site, mail: due.mail, holder: 'another mailer' },
    until,
    new Date().toISOString(),
  );
  expect(await isDelivered(due)).toBe(false);
  expect(ses.attempts).toBe(0);
  expect(waits).toEqual([expect.closeTo(12, 0)]);

  vi.useFakeTimers({ now: Date.parse(until), toFake: ['Date'] });
  expect(await isDelivered(due)).toBe(true);
  vi.useRealTimers();
  expect(ses.mails).toHaveLength(1);
});

test('a mailer whose claim was not answered has claimed the mail when the SDK retries the claim', async () => {
  const { site, mail } = await aMail();
  awsLike.take();
  awsLike.set({ lost: 0.5, seed: SEED_THAT_LOSES_THE_FIRST });
  const until = new Date(Date.now() + 12_000).toISOString();
  const claim = (holder: string) => claimMail({ site, mail, holder }, until, new Date().toISOString());
  expect(await claim('mine')).toBeUndefined();
  expect(awsLike.take().lost).toEqual({ UpdateItem: 1 });
  awsLike.set();
  expect(await claim('another mailer')).toBe(until);
});
