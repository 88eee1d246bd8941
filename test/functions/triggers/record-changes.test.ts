import type { DynamoDBRecord, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { expect, inject, test } from 'vitest';
import { loadHandler } from '../../../local/gateway/lambda.ts';
import { deliverDue } from '../../../local/queue/consume.ts';
import { call } from '../../support/api.ts';
import {
  changesTo,
  historyOf,
  inviteByMail,
  isTold,
  owner,
  queues,
  reported,
  room,
} from './changes-stage.ts';

/** What the stream function records and queues for a change. */

test('a mail is queued with its ids, and the id of the request that asked for it', async () => {
  const person = await inviteByMail();
  const [change] = await changesTo(person);
  await isTold(change as DynamoDBRecord);
  const { mail, requestId } = change?.dynamodb?.NewImage?.delivery?.M ?? {};
  const due = {
    kind: 'invitation',
    site: 'demo',
    room: room.roomId,
    invitation: person.id,
    mail: mail?.S,
    requestId: requestId?.S,
  };
  expect(queues.mail.receive(10).map(({ body }) => JSON.parse(body))).toEqual([due]);
  expect(due.requestId).toMatch(/./);
});

test('records that are processed out of order, or twice, leave the same history', async () => {
  const person = await inviteByMail();
  const parameters = { ...room, id: person.id };
  await call('promoteInvitation', { parameters, token: owner, body: { role: 'viewer' } });
  await call('revokeInvitation', { parameters, token: owner });
  const changes = await changesTo(person);
  for (const change of changes.toReversed()) expect(await isTold(change)).toEqual(reported());
  const history = await historyOf(person);
  expect(history.map(({ type }) => type)).toEqual(['revoked', 'promoted', 'mailed', 'generated']);
  for (const change of changes) await isTold(change);
  expect(await historyOf(person)).toEqual(history);
});

test('of two mails that are queued in the wrong order, only the newer is sent', async () => {
  const person = await inviteByMail();
  await call('resendInvitation', { parameters: { ...room, id: person.id }, token: owner });
  const changes = await changesTo(person);
  expect(changes).toHaveLength(2);
  for (const change of changes.toReversed()) await isTold(change);
  const deliverEmail = await loadHandler<SQSEvent, SQSBatchResponse>('deliverEmail');
  await deliverDue({ queue: queues.mail, handler: deliverEmail });
  const { emails } = (await (await fetch(`${inject('ses')}/store`)).json()) as {
    emails: { destination: { to: string[] } }[];
  };
  expect(emails.filter(({ destination }) => destination.to[0]?.includes(person.email))).toHaveLength(1);
});
