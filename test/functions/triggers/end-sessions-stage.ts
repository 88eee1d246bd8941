import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { startAwsEndpoint } from '../../../local/aws/endpoint.ts';
import { type Handler, loadHandler } from '../../../local/gateway/lambda.ts';
import { PARTNER_ID } from '../../../local/kaltura/directory.ts';
import { deliverDue } from '../../../local/queue/consume.ts';
import { openQueues, type Queues } from '../../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../../local/queue/sqs.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';
import { State } from '../../../local/support/state.ts';
import { type KalturaSite, startKalturaSite } from '../../support/kaltura-site.ts';
import { ksOf } from '../../support/ks.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

/** Set-up of the tests of endSessions: a stand-in for Kaltura at the site `other`, and the session queue. */

export let kaltura: KalturaSite;
export let queues: Queues;
export let endSessions: Handler<SQSEvent, SQSBatchResponse>;
let aws: LoopbackServer;

beforeAll(async () => {
  await startWithEmptyTable();
  kaltura = await startKalturaSite();
});

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  queues = openQueues(new State(undefined).database, Date.now);
  aws = await startAwsEndpoint(sqsOperations(queues));
  const url = `http://127.0.0.1:${aws.port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: url,
    SESSION_QUEUE_URL: queueUrl(url, 'sessions'),
  });
  vi.resetModules();
  endSessions = await loadHandler('endSessions');
  kaltura.requests.length = 0;
});

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  kaltura.faults.clear();
  await aws.stop();
});

afterAll(() => kaltura.stop());

export const passSeconds = (count: number): void => {
  vi.setSystemTime(Date.now() + count * 1000);
};

export const endedOf = (invitation: string, more: object = {}) => ({
  kind: 'invitation',
  site: 'other',
  room: 'room',
  invitation,
  epoch: 1,
  at: new Date().toISOString(),
  ...more,
});

export const send = (...messages: object[]): void => {
  for (const message of messages) queues.sessions.send(JSON.stringify(message));
};

/** Passes one batch of due messages to the function. @returns false if none was due */
export const deliver = (): Promise<boolean> => deliverDue({ queue: queues.sessions, handler: endSessions });

/** Delivers until no message is due. */
export async function drain(): Promise<void> {
  while (await deliver());
}

/** Whether Kaltura still accepts a guest's session. */
export async function isLive(sessionid: string): Promise<boolean> {
  const ks = ksOf({ user: 'ada', partnerId: PARTNER_ID, privileges: { sessionid } });
  const body = new URLSearchParams({ ks, format: '1' });
  const answer = await fetch(`${kaltura.endpoint}/api_v3/service/user/action/get`, { method: 'POST', body });
  return ((await answer.json()) as { objectType: string }).objectType !== 'KalturaAPIException';
}

export const callsToEnd = (): number =>
  kaltura.requests.filter(({ action }) => action?.toLowerCase() === 'end').length;

/** The ids of ended sessions, as Kaltura knows them. */
export const endedIds = (): string[] => [...kaltura.directory.endedSessionIds.keys()].sort();
