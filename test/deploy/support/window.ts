import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Invitation } from '../../../domain/invitation.ts';
import { invitationKeyParts, type Key } from '../../../functions/adapters/dynamodb/table.ts';
import { tagsOf } from '../../../functions/adapters/mail-tags.ts';
import { json } from '../../../local/dev/answers.ts';
import type { HttpHandler } from '../../../local/gateway/router.ts';
import { startGateway } from '../../../local/gateway/server.ts';
import type { LoopbackServer } from '../../../local/support/loopback.ts';
import type { Emulator } from './emulator.ts';

type Message = { MessageId: string; Subject: string; To: string[]; BodyHtml: string; BodyText: string };

/**
 * Serves what the acceptance suite needs in addition to the API, in the local stack's formats: sent mails at
 * `/store`, the functions' logs at `/logs`. `POST /ses-events` takes SES events, because the emulator publishes none.
 */
export function startWindow(emulator: Emulator): Promise<LoopbackServer> {
  const mails: HttpHandler = async () => {
    const emails = (await messages(emulator)).map(({ MessageId, Subject, To, BodyHtml, BodyText }) => ({
      messageId: MessageId,
      subject: Subject,
      destination: { to: To },
      body: { html: BodyHtml, text: BodyText },
    }));
    return json(200, { emails });
  };
  const logs: HttpHandler = async () => ({ statusCode: 200, body: await logsOf(emulator) });
  const sesEvents: HttpHandler = async ({ body = '' }) => {
    await publish(emulator, JSON.parse(body));
    return json(202, {});
  };
  return startGateway([
    { method: 'GET', path: '/store', handler: mails },
    { method: 'GET', path: '/logs', handler: logs },
    { method: 'POST', path: '/ses-events', handler: sesEvents },
  ]);
}

async function messages({ endpoint }: Emulator): Promise<Message[]> {
  const list = await (await fetch(`${endpoint}/_ministack/ses/messages`)).json();
  return Object.values((list as { messages: Record<string, Message[]> }).messages).flat();
}

type SesEvent = { eventType: string; mail: { messageId: string } };

/** Puts an event on the queue to which the rule for SES events sends it: only AWS may publish events of `aws.ses`. */
async function publish(emulator: Emulator, event: SesEvent): Promise<void> {
  const { aws, outputs } = emulator;
  const [{ TableName = '' }, { FeedbackQueue = '' }] = await Promise.all([outputs('data'), outputs('email')]);
  const mail = (await messages(emulator)).find(({ MessageId }) => MessageId === event.mail.messageId);
  const values = { ':email': { S: mail?.To[0] ?? '' } };
  const filter = ['--filter-expression', 'email = :email', '--expression-attribute-values'];
  const { Items } = await aws(
    'dynamodb',
    'scan',
    '--table-name',
    TableName,
    ...filter,
    JSON.stringify(values),
  );
  const item = unmarshall(Items[0]);
  const invitation = { ...item, ...invitationKeyParts(item as Key) } as Invitation;
  const tags = tagsOf(invitation, invitation.delivery.mail ?? '');
  const listed = Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]]));
  const detail = { ...event, mail: { ...event.mail, tags: listed } };
  const body = JSON.stringify({ source: 'aws.ses', 'detail-type': `Email ${event.eventType}`, detail });
  const queue = ['--queue-name', FeedbackQueue.split(':').at(-1) ?? ''];
  const { QueueUrl } = await aws('sqs', 'get-queue-url', ...queue);
  await aws('sqs', 'send-message', '--queue-url', QueueUrl, '--message-body', body);
}

/** Every log line of every function. */
async function logsOf({ endpoint }: Emulator): Promise<string> {
  const { logGroups } = await cloudWatchLogs(endpoint, 'DescribeLogGroups', {});
  const lines: string[] = [];
  for (const { logGroupName } of logGroups as { logGroupName: string }[]) {
    let nextToken: string | undefined;
    do {
      const page = await cloudWatchLogs(endpoint, 'FilterLogEvents', { logGroupName, nextToken });
      lines.push(...(page.events as { message: string }[]).map(({ message }) => message));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
  return lines.join('\n');
}

/** Calls the emulator without a valid signature, which it allows: the AWS CLI takes half a second per log group. */
async function cloudWatchLogs(endpoint: string, operation: string, input: object) {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/logs/aws4_request, Signature=0',
    'x-amz-target': `Logs_20140328.${operation}`,
  };
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any answer
  return (await response.json()) as any;
}
