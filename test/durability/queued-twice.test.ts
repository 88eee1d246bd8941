import { beforeAll, expect, inject, it } from 'vitest';
import { handler } from '../../functions/triggers/deliver-email.ts';
import { invoke } from '../../local/gateway/lambda.ts';
import { dueMail, messageOf } from '../support/due-mail.ts';
import { loginOwner, putRoom } from '../support/ground.ts';
import { startWithEmptyTable } from '../support/stack.ts';
import { mailsOf } from './inbox.ts';

beforeAll(startWithEmptyTable, 30_000);

it('sends a mail once if a crash has queued it twice', async () => {
  const token = await loginOwner();
  await putRoom(token, 'twice');
  const { invited, due } = await dueMail(token, 'twice');

  const Records = ['1', '2'].map(messageId => ({ ...messageOf(due), messageId }));
  await invoke(handler, { Records });

  const mails = await mailsOf(inject('ses'));
  expect(mails.filter(({ to }) => to === invited.email)).toHaveLength(1);
});
