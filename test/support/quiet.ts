import { vi } from 'vitest';

/** Keeps the functions' log lines to themselves where thousands of calls would drown the test's figures. */
export function silenceLogs(): void {
  const write = process.stdout.write.bind(process.stdout);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest) =>
    String(chunk).startsWith('{"level":"INFO"')
      ? true
      : Reflect.apply(write, process.stdout, [chunk, ...rest]),
  );
}
