import { randomUUID } from 'node:crypto';
import type { EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import type { Route } from '../gateway/router.ts';
import { deliverDue, type QueueSource } from '../queue/consume.ts';
import type { MailTags } from '../ses/mail-tags.ts';
import { json, parseJson, problem } from './answers.ts';

const sesEvent = z.looseObject({
  mail: z.looseObject({
    messageId: z.string(),
    tags: z.record(z.string(), z.array(z.string())).optional(),
  }),
});

type SesEvent = z.infer<typeof sesEvent>;

/**
 * Takes an event in the form in which SES publishes it (the emulator publishes none) and puts it on the feedback
 * queue. It answers after a delivery of due messages to the function, so that the caller finds the event handled.
 */
export function sesEventsRoute(mailTags: MailTags, feedback: QueueSource): Route {
  return {
    method: 'POST',
    path: '/dev/ses-events',
    handler: async request => {
      const { data, error } = sesEvent.safeParse(parseJson(request.body));
      if (error) return problem(400, 'The body is not an SES event', error.issues);
      const { mail } = data;
      const given = mail.tags && Object.keys(mail.tags).length > 0;
      const detail = given ? data : { ...data, mail: { ...mail, tags: mailTags.of(mail.messageId) } };
      feedback.queue.send(JSON.stringify(toEvent(detail)));
      await deliverDue(feedback);
      return json(202, {});
    },
  };
}

function toEvent(detail: SesEvent): EventBridgeEvent<string, SesEvent> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': `Email ${detail.eventType ?? 'event'}`,
    source: 'aws.ses',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: [],
    detail,
  };
}
