import { startAwsEndpoint } from '../../local/aws/endpoint.ts';
import { loadHandler } from '../../local/gateway/lambda.ts';
import { deliverDue, type QueueSource } from '../../local/queue/consume.ts';
import { openQueues } from '../../local/queue/queues.ts';
import { queueUrl, sqsOperations } from '../../local/queue/sqs.ts';
import { inBackground } from '../../local/support/background.ts';
import { State } from '../../local/support/state.ts';

/**
 * A mailer in a separate process that a test can kill: works off the mail queue of a data folder, and ends when the
 * queue is empty. It gets everything else from its environment.
 */
const AT_ONCE = 12;
const IDLE_MILLIS = 50;

const [folder = ''] = process.argv.slice(2);
const { database } = new State(folder);
const queues = openQueues(database, Date.now);
const { port } = await startAwsEndpoint(sqsOperations(queues));
const ENDPOINT = `http://127.0.0.1:${port}`;
Object.assign(process.env, { AWS_ENDPOINT_URL_SQS: ENDPOINT, MAIL_QUEUE_URL: queueUrl(ENDPOINT, 'mail') });

const source: QueueSource = { queue: queues.mail, handler: await loadHandler('deliverEmail') };
for (let index = 0; index < AT_ONCE; index += 1) {
  inBackground(async (signal, pause) => {
    while (!signal.aborted) if (!(await deliverDue(source))) await pause(IDLE_MILLIS);
  });
}

const waiting = database.prepare('SELECT count(*) AS messages FROM queued WHERE queue = ?');
setInterval(() => {
  if (Number(waiting.get('mail')?.messages) === 0) process.exit(0);
}, 500);
