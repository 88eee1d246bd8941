import { afterEach, expect, test, vi } from 'vitest';
import { customResource, ResourceFailure } from '../../../functions/shared/custom-resource.ts';
import { deploy } from '../../support/custom-resource.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const IDS = { StackId: 'arn:stack', RequestId: 'request-1', LogicalResourceId: 'Resource' };

test('work that is done is told under an id that stays, without a content type', async () => {
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

test('a delete is answered, and nothing is done', async () => {
  const work = vi.fn(async () => {});
  const request = { RequestType: 'Delete', PhysicalResourceId: 'as given' };
  expect(await deploy(customResource(work), { request })).toMatchObject([
    { Status: 'SUCCESS', PhysicalResourceId: 'as given' },
  ]);
  expect(work).not.toHaveBeenCalled();
});

test('a failure is told by its kind and where to look, never by its words, which may quote data', async () => {
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

test('a failure that was foreseen is told in its own words', async () => {
  const told = await deploy(
    customResource(async () => {
      throw new ResourceFailure('What to do.');
    }),
  );
  expect(told).toMatchObject([{ Status: 'FAILED', Reason: 'What to do.' }]);
});

test('work that hangs is told as failed before the function ends', async () => {
  const hanging = customResource(() => new Promise(() => {}));
  expect(await deploy(hanging, { millisLeft: 10_050 })).toMatchObject([
    { Status: 'FAILED', Reason: 'The time was not enough.' },
  ]);
});

test('where the answer is not taken the function fails, so that it is run again, and the signed URL is not told', async () => {
  const refused = deploy(
    customResource(async () => {}),
    { status: 503 },
  );
  await expect(refused).rejects.toThrow(/^CloudFormation did not take the outcome: status 503\.$/);
});
