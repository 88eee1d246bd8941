import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { giveBackLease, takeLease } from '../../../functions/adapters/dynamodb/template-lease.ts';
import { whileLeased } from '../../../functions/templates/while-leased.ts';
import { startWithEmptyTable } from '../../support/stack.ts';

beforeAll(async () => {
  await startWithEmptyTable();
});

afterEach(() => {
  vi.useRealTimers();
});

const template = () => ({ site: 'demo', name: `t-${randomUUID().slice(0, 8)}`, locale: 'en' });
const by = (holder: string, of: ReturnType<typeof template>) => ({ ...of, holder });
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();

test('a lease has one holder until it is released or expires', async () => {
  const one = template();
  expect(await takeLease(by('ada', one), at(20), at(0))).toBe(true);
  expect(await takeLease(by('bob', one), at(25), at(5))).toBe(false);
  expect(await takeLease(by('bob', { ...one, locale: 'fr' }), at(25), at(5))).toBe(true);
  expect(await takeLease(by('bob', { ...one, site: 'other' }), at(25), at(5))).toBe(true);
  await giveBackLease(by('ada', one), at(6));
  expect(await takeLease(by('bob', one), at(27), at(7))).toBe(true);
  expect(await takeLease(by('eve', one), at(47), at(27))).toBe(true);
});

test('a holder whose answer was lost has the lease anyway, and no holder releases another’s lease', async () => {
  const one = template();
  for (const _ of ['lost', 'again']) expect(await takeLease(by('ada', one), at(20), at(0))).toBe(true);
  await giveBackLease(by('bob', one), at(1));
  expect(await takeLease(by('bob', one), at(21), at(1))).toBe(false);
});

test('a caller that finds the lease taken waits for it', async () => {
  const one = template();
  const order: string[] = [];
  const save = (holder: string) =>
    whileLeased(by(holder, one), async () => {
      order.push(`${holder} begins`);
      await pause(100);
      order.push(`${holder} ends`);
    });
  await Promise.all([save('ada'), save('bob')]);
  const [first = ''] = order;
  const [ada, bob] = first.startsWith('ada') ? ['ada', 'bob'] : ['bob', 'ada'];
  expect(order).toEqual([`${ada} begins`, `${ada} ends`, `${bob} begins`, `${bob} ends`]);
});

test('a caller that waits too long gets 503 with a Retry-After of one second', async () => {
  const one = template();
  const taken = new Date(Date.now() + 20_000).toISOString();
  await takeLease(by('ada', one), taken, new Date().toISOString());
  await expect(whileLeased(by('bob', one), async () => {})).rejects.toMatchObject({
    code: 'temporarily_unavailable',
    extra: { retryAfterSeconds: 1 },
  });
});

test('a save that was not answered keeps the lease until it expires', async () => {
  const one = template();
  const unanswered = Object.assign(new Error('no answer'), { name: 'TimeoutError' });
  await expect(whileLeased(by('ada', one), () => Promise.reject(unanswered))).rejects.toBe(unanswered);
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  expect(await takeLease(by('bob', one), inSeconds(40), inSeconds(10))).toBe(false);
  expect(await takeLease(by('bob', one), inSeconds(40), inSeconds(20))).toBe(true);
});

test('a failed save releases the lease, and a save that resumes after the lease’s end saves nothing', async () => {
  const one = template();
  const failing = whileLeased(by('ada', one), () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  let isSaved = false;
  const late = whileLeased(by('bob', one), async requireHeld => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20_000 });
    requireHeld();
    isSaved = true;
  });
  await expect(late).rejects.toMatchObject({ code: 'temporarily_unavailable' });
  expect(isSaved).toBe(false);
});
