import { afterAll, describe, expect, it, vi } from 'vitest';
import { listenOnLoopback } from '../../local/support/loopback.ts';
import { Client } from './client.ts';
import { generateAll, planAttempts } from './generating.ts';
import {
  cleanUp,
  findPlace,
  isRunning,
  isTaken,
  kill,
  launch,
  type Place,
  processesOf,
  type StackProcess,
  start,
} from './stack-process.ts';

const STOP_MILLIS = 5000;
const timeout = 60_000;

afterAll(cleanUp, timeout);

/** Expects that a failed start prints its reason in one line and nothing else. */
async function refusal(stack: StackProcess): Promise<string> {
  const exitCode = await stack.exit;
  expect(exitCode).toBe(1);
  expect(stack.stderr()).toMatch(/^[^\n]+\n$/);
  return stack.stderr().trim();
}

const portsTaken = async ({ port, sesPort, dynamoDbPort }: Place): Promise<number[]> => {
  const ports = [port, sesPort, dynamoDbPort];
  const taken = await Promise.all(ports.map(isTaken));
  return ports.filter((_, index) => taken[index]);
};

const gone = (pids: number[]) => pids.filter(isRunning).length === 0;

describe('a start that cannot succeed says so in one line and leaves nothing running', () => {
  it.each(['port', 'sesPort', 'dynamoDbPort'] as const)('when its %s is taken', { timeout }, async name => {
    const place = await findPlace();
    const other = await listenOnLoopback((_, response) => response.end(), place[name]);
    expect(await refusal(launch(place))).toBe(`Port ${place[name]} is in use by another program.`);
    expect(await portsTaken(place)).toEqual([place[name]]);
    await other.stop();
  });

  it('when there is no Java', { timeout }, async () => {
    const place = await findPlace();
    const stack = launch(place, { PATH: place.folder, JAVA_HOME: '' });
    expect(await refusal(stack)).toBe(
      'Java 17 or newer is needed for DynamoDB Local, and no Java was found.',
    );
    expect(await portsTaken(place)).toEqual([]);
  });

  it('when another stack uses the folder; that stack keeps running', { timeout }, async () => {
    const place = await findPlace();
    const first = await start(place);
    const second = { ...(await findPlace()), folder: place.folder };
    expect(await refusal(launch(second))).toBe(`The data folder ${place.folder} is in use by another stack.`);
    expect((await new Client(first.origin).send('GET', '/v1/health')).body.status).toBe('ok');
  });
});

describe('a stack that ends frees its ports and leaves no process behind', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('within 5 s of %s amid requests', { timeout }, async signal => {
    const place = await findPlace();
    const stack = await start(place);
    const family = processesOf(stack);
    expect(family.length).toBeGreaterThanOrEqual(3);
    const client = new Client(stack.origin);
    await client.putRoom('busy-room', 'owner');
    const token = await client.login('owner');
    let isOver = false;
    const requests = generateAll(planAttempts('busy-room', 500), { client, token, isOver: () => isOver });

    const signalledAt = Date.now();
    process.kill(stack.pid, signal);
    expect(await stack.exit).toBe(0);
    await vi.waitUntil(() => gone(family), { timeout: STOP_MILLIS, interval: 20 });
    expect(Date.now() - signalledAt).toBeLessThan(STOP_MILLIS);
    expect(await portsTaken(place)).toEqual([]);
    isOver = true;
    await requests;
  });

  it('when it is killed', { timeout }, async () => {
    const place = await findPlace();
    const stack = await start(place);
    const family = processesOf(stack);
    kill(stack.pid);
    await vi.waitUntil(() => gone(family), { timeout: STOP_MILLIS, interval: 20 });
    expect(await portsTaken(place)).toEqual([]);
  });

  it('when DynamoDB Local is killed, and says so', { timeout }, async () => {
    const place = await findPlace();
    const stack = await start(place);
    const family = processesOf(stack);
    kill(...family.slice(-1));
    expect(await stack.exit).toBe(1);
    expect(stack.stderr()).toContain('DynamoDB Local has ended, so the stack ends too.\n');
    await vi.waitUntil(() => gone(family), { timeout: STOP_MILLIS, interval: 20 });
    expect(await portsTaken(place)).toEqual([]);
  });
});
