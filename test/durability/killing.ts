import { setTimeout as pause } from 'node:timers/promises';
import { kill, processesOf, type StackProcess } from './stack-process.ts';

export type Kill = {
  /** Which of the stack's processes were killed. */
  readonly who: string;
  readonly at: number;
  /** How many requests of the round were answered. */
  readonly answered: number;
  /** How long the next start took. */
  readonly startMillis: number;
};

const victims = ['stack', 'everything', 'database'] as const;

/** Starts the work and kills the stack after `moment` milliseconds. `isOver` tells the work about the kill. */
export async function killWhile(
  work: (isOver: () => boolean) => Promise<void>,
  { stack, moment, round }: { stack: StackProcess; moment: number; round: number },
): Promise<Pick<Kill, 'who' | 'at'>> {
  const family = processesOf(stack);
  const who = victims[round % victims.length] ?? 'stack';
  const pids = { stack: family.slice(0, 1), everything: family, database: family.slice(-1) }[who];
  let killedAt = 0;
  const working = work(() => killedAt > 0);
  await pause(moment);
  kill(...pids);
  killedAt = Date.now();
  await Promise.all([working, stack.exit]);
  return { who, at: killedAt };
}
