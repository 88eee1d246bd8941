import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { putSite } from '../../../functions/adapters/dynamodb/put-site.ts';
import { readTemplate } from '../../../functions/adapters/ses-templates.ts';
import { handler } from '../../../functions/deploy/seed-templates.ts';
import { localSites } from '../../../local/sites.ts';
import { type LoopbackServer, listenOnLoopback } from '../../../local/support/loopback.ts';
import { deploy } from '../../support/custom-resource.ts';
import { captureLines } from '../../support/log-lines.ts';
import { origin, startWithEmptyTable } from '../../support/stack.ts';

const REFUSED = 'a-refused-site';
/** A proxy in front of SES that refuses one site's templates. */
let ses: LoopbackServer;

beforeAll(async () => {
  await startWithEmptyTable();
  ses = await listenOnLoopback(async (request, response) => {
    const body = await text(request);
    if (body.includes(REFUSED)) {
      response.writeHead(400, { 'x-amzn-errortype': 'BadRequestException' }).end('{}');
      return;
    }
    const headers = { 'content-type': 'application/json', authorization: 'AWS local' };
    const answer = await fetch(`${inject('ses')}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...(body && { body }),
    });
    const kind = answer.headers.get('x-amzn-errortype') ?? '';
    response.writeHead(answer.status, { 'x-amzn-errortype': kind }).end(await answer.text());
  });
});
afterAll(() => ses.stop());

async function putSites(...ids: string[]): Promise<void> {
  const [demo] = localSites(origin);
  if (demo === undefined) throw new Error('there are no local sites');
  for (const siteId of ids) await putSite({ ...demo.trust, siteId, issuers: [] }, demo.settings);
}

const PLENTY = { millisLeft: 900_000 };

const newIds = () => [1, 2].map(() => `s-${randomUUID().slice(0, 8)}`);
const templatesOf = (ids: string[]) => ids.map(id => `local_${id}_invitation_en`);
const areThere = async (names: string[]) =>
  (await Promise.all(names.map(readTemplate))).every(template => template !== undefined);

test('a deploy creates the default templates of every site, and is idempotent', async () => {
  const ids = newIds();
  await putSites(...ids);
  expect(await deploy(handler, PLENTY)).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await deploy(handler, PLENTY)).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await areThere(templatesOf(ids))).toBe(true);
});

test('a site whose templates SES refuses is logged, and blocks neither the other sites nor the deploy', async () => {
  const ids = newIds();
  await putSites(REFUSED, ...ids);
  process.env.AWS_ENDPOINT_URL_SESV2 = `http://127.0.0.1:${ses.port}`;
  vi.resetModules();
  const { handler: anew } = await import('../../../functions/deploy/seed-templates.ts');
  const lines = captureLines();
  expect(await deploy(anew, PLENTY)).toMatchObject([{ Status: 'SUCCESS' }]);
  expect(await areThere(templatesOf(ids))).toBe(true);
  expect(lines()).toContainEqual(
    expect.objectContaining({
      message: 'default templates not created',
      site: REFUSED,
      kind: 'BadRequestException',
    }),
  );
  vi.restoreAllMocks();
});

test('sites for which no time is left are logged, and do not block the deploy', async () => {
  const ids = newIds();
  await putSites(...ids);
  const lines = captureLines();
  expect(await deploy(handler, { millisLeft: 60_000 })).toMatchObject([{ Status: 'SUCCESS' }]);
  const [{ sites }] = lines().filter(
    ({ message }) => message === 'default templates skipped: no time left',
  ) as [{ sites: string[] }];
  expect(sites).toEqual(expect.arrayContaining(ids));
  vi.restoreAllMocks();
  expect(await areThere(templatesOf(ids))).toBe(false);
});
