import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cached } from '../../../functions/adapters/cache.ts';

type Load = PromiseWithResolvers<string>;

let loads: Load[];
let values: ReturnType<typeof cached<string>>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 });
  loads = [];
  values = cached(() => {
    const load = Promise.withResolvers<string>();
    loads.push(load);
    return load.promise;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const pass = (millis: number) => vi.setSystemTime(Date.now() + millis);

test('a loaded value is cached for 30 seconds, then loaded again', async () => {
  const first = values.get('key');
  loads[0]?.resolve('one');
  expect(await first).toBe('one');
  pass(29_999);
  expect(await values.get('key')).toBe('one');
  expect(loads).toHaveLength(1);
  pass(1);
  const next = values.get('key');
  loads[1]?.resolve('two');
  expect(await next).toBe('two');
});

test('concurrent callers share one load', async () => {
  const both = [values.get('key'), values.get('key')];
  loads[0]?.resolve('one');
  expect(await Promise.all(both)).toEqual(['one', 'one']);
  expect(loads).toHaveLength(1);
});

test('a caller does not join a load that has hung for a second, and the caller’s own load is cached', async () => {
  const hanging = values.get('key');
  pass(1000);
  const later = values.get('key');
  loads[1]?.resolve('well again');
  expect(await later).toBe('well again');
  loads[0]?.resolve('late');
  expect(await hanging).toBe('late');
  expect(await values.get('key')).toBe('well again');
  expect(loads).toHaveLength(2);
});

test('a late failure of a load does not remove a newer value', async () => {
  const hanging = values.get('key');
  pass(1000);
  const later = values.get('key');
  loads[1]?.resolve('well again');
  await later;
  loads[0]?.reject(new Error('timed out'));
  await expect(hanging).rejects.toThrow('timed out');
  expect(await values.get('key')).toBe('well again');
  expect(loads).toHaveLength(2);
});

test('a failed or forgotten value is loaded again', async () => {
  const failing = values.get('key');
  loads[0]?.reject(new Error('gone'));
  await expect(failing).rejects.toThrow('gone');
  const next = values.get('key');
  loads[1]?.resolve('one');
  await next;
  values.forget('key');
  values.get('key');
  expect(loads).toHaveLength(3);
});
