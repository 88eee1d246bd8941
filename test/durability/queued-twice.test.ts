import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { beforeAll, expect, inject, it } from 'vitest';
import { readInvitation } from '../../functions/adapters/dynamodb/invitations.ts';
import { handler } from '../../functions/deliver-email.ts';
import { invoke } from '../../local/gateway/lambda.ts';
import { invite, loginOwner, putRoom } from '../support/ground.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { mailsOf } from './inbox.ts';

beforeAll(startWithEmptyTable, 30_000);

it('mails once what a crash has put on the queue twice', async () => {
  const token = await loginOwner();
  await putRoom(token, 'twice');
  const { id, email } = await invite(token, 'twice', { sendEmail: true });

  const ids = { site: 'demo', room: 'twice', id };
  const mail = (await readInvitation(ids)).invitation?.delivery.mail;
  const message = JSON.stringify({ site: ids.site, room: ids.room, invitation: ids.id, mail });
  const attributes = { ApproximateReceiveCount: '1' };
  const Records = ['1', '2'].map(messageId => ({ messageId, body: message, attributes }) as SQSRecord);
  await invoke(handler, { Records } satisfies SQSEvent);

  const mails = await mailsOf(inject('ses'));
  expect(mails.filter(({ to }) => to === email)).toHaveLength(1);
});
