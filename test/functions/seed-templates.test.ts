import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { putSite } from '../../functions/adapters/dynamodb/sites.ts';
import { firstTemplate } from '../../functions/adapters/ses.ts';
import { handler } from '../../functions/seed-templates.ts';
import { localSites } from '../../local/sites.ts';
import { type LoopbackServer, listenOnLoopback } from '../../local/support/loopback.ts';
import { origin, startWithEmptyTable } from '../support/stack.ts';

const answers: { Status: string }[] = [];
let cloudFormation: LoopbackServer;

beforeAll(async () => {
  await startWithEmptyTable();
  cloudFormation = await listenOnLoopback(async (request, response) => {
    answers.push(JSON.parse(await text(request)));
    response.end();
  });
});
afterAll(() => cloudFormation.stop());

/** As CloudFormation asks for it at a deploy. */
const event = (): CloudFormationCustomResourceEvent => ({
  RequestType: 'Create',
  ServiceToken: 'token',
  ResponseURL: `http://127.0.0.1:${cloudFormation.port}/`,
  StackId: 'stack',
  RequestId: randomUUID(),
  LogicalResourceId: 'Templates',
  ResourceType: 'Custom::Templates',
  ResourceProperties: { ServiceToken: 'token' },
});

const context = { getRemainingTimeInMillis: () => 60_000 } as Context;

test('a deploy makes the default templates of every site, and may do so again', async () => {
  const [demo] = localSites(origin);
  if (demo === undefined) throw new Error('there are no local sites');
  const ids = [1, 2].map(() => `s-${randomUUID().slice(0, 8)}`);
  for (const siteId of ids) await putSite({ ...demo.trust, siteId, issuers: [] }, demo.settings);
  await handler(event(), context);
  await handler(event(), context);
  expect(answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'SUCCESS']);
  for (const id of ids) {
    const template = `local_${id}_invitation_en`;
    expect(await firstTemplate([template])).toBe(template);
  }
});
