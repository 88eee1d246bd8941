import { expect, test } from 'vitest';
import { stackName } from '../../lib/outputs.ts';
import { call, callGateway, deployed, emulator } from './support/deployed.ts';
import { originHeader } from './support/edge.ts';
import { STAGE } from './support/emulator.ts';

test.each(['GET /v1/health', 'POST /v1/redeem', 'POST /v1/request-link', 'GET /no/such/path'])(
  'the gateway refuses %s that did not come through CloudFront',
  async request => {
    const refused = { message: 'Unauthorized' };
    expect(await callGateway(request)).toEqual({ status: 401, body: refused });
    expect(await callGateway(request, '')).toEqual({ status: 401, body: refused });
    expect(await callGateway(request, 'A'.repeat(43))).toEqual({
      status: 403,
      body: { message: 'Forbidden' },
    });
  },
);

test('a request with CloudFront’s header is answered', async () => {
  expect((await call('GET /v1/health')).status).toBe(200);
  expect((await callGateway('GET /v1/health', await originHeader(emulator))).status).toBe(200);
});

test('the header’s value is in no template, output, event of the deploy or log', async () => {
  const { aws } = emulator;
  const stack = ['--stack-name', stackName(STAGE, 'web')];
  const shown = await Promise.all([
    aws('cloudformation', 'get-template', ...stack),
    aws('cloudformation', 'describe-stacks', ...stack),
    aws('cloudformation', 'describe-stack-events', ...stack),
    fetch(`${deployed.windowUrl}/logs`).then(response => response.text()),
  ]);
  expect(JSON.stringify(shown)).toContain('makeOriginHeader');
  expect(JSON.stringify(shown)).not.toContain(await originHeader(emulator));
});
