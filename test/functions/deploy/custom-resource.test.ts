import { afterEach, expect, test, vi } from 'vitest';
import { customResource, ResourceFailure } from '../../../functions/deploy/custom-resource.ts';
import { deploy } from '../../support/custom-resource.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const IDS = { StackId: 'arn:stack', RequestId: 'request-1', LogicalResourceId: 'Resource' };

test('success is reported under a stable physical id, without a content type', async () => {
  const work = vi.fn(async () => {});
  const PhysicalResourceId = 'arn:stack/Resource';
  expect(await deploy(customResource(work))).toEqual([
    { Status: 'SUCCESS', ...IDS, PhysicalResourceId, contentType: '' },
  ]);
  const request = { RequestType: 'Update', PhysicalResourceId: 'as given' };
  expect(await deploy(customResource(work), { request })).toMatchObject([
    { Status: 'SUCCESS', ...IDS, PhysicalResourceId: 'as given' },
  ]);
  expect(work).toHaveBeenCalledTimes(2);
});

test('a delete is answered, and changes nothing', async () => {
  const work = vi.fn(async () => {});
  const request = { RequestType: 'Delete', PhysicalResourceId: 'as given' };
  expect(await deploy(customResource(work), { request })).toMatchObject([
    { Status: 'SUCCESS', PhysicalResourceId: 'as given' },
  ]);
  expect(work).not.toHaveBeenCalled();
});

test('the work’s result becomes attributes with NoEcho', async () => {
  const told = await deploy(customResource(async () => ({ value: 'secret' })));
  expect(told).toMatchObject([{ Status: 'SUCCESS', NoEcho: true, Data: { value: 'secret' } }]);
});

test('the work gets the old and the new properties of the resource', async () => {
  const work = vi.fn(async () => {});
  const request = {
    RequestType: 'Update',
    PhysicalResourceId: 'as given',
    ResourceProperties: { rotation: '2' },
    OldResourceProperties: { rotation: '1' },
  };
  await deploy(customResource(work), { request });
  expect(work).toHaveBeenCalledWith(expect.any(Function), expect.objectContaining(request));
});

test('a failure is reported with its type and where to look, never with its message, which may quote data', async () => {
  const out = vi.spyOn(process.stdout, 'write');
  const told = await deploy(
    customResource(async () => {
      throw new TypeError('secret');
    }),
  );
  const Reason = 'TypeError: see the log of function, request lambda-1.';
  expect(told).toMatchObject([{ Status: 'FAILED', Reason, PhysicalResourceId: 'arn:stack/Resource' }]);
  expect(out.mock.calls.join('')).toContain('lambda-1');
  expect(out.mock.calls.join('')).not.toContain('secret');
});

test('an expected failure is reported with its message', async () => {
  const told = await deploy(
    customResource(async () => {
      throw new ResourceFailure('What to do.');
    }),
  );
  expect(told).toMatchObject([{ Status: 'FAILED', Reason: 'What to do.' }]);
});

test('work that hangs is reported as failed before the function’s timeout', async () => {
  const hanging = customResource(() => new Promise<void>(() => {}));
  expect(await deploy(hanging, { millisLeft: 10_050 })).toMatchObject([
    { Status: 'FAILED', Reason: 'The function ran out of time.' },
  ]);
});

test('if CloudFormation does not accept the answer, the function fails and is retried, and the signed URL is not logged', async () => {
  const refused = deploy(
    customResource(async () => {}),
    { status: 503 },
  );
  await expect(refused).rejects.toThrow(/^CloudFormation did not accept the outcome: status 503\.$/);
});
