import { vi } from 'vitest';

/** Suppresses the functions' INFO lines: in a test of thousands of calls they would bury the test's figures. */
export function silenceLogs(): void {
  const write = process.stdout.write.bind(process.stdout);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest) =>
    String(chunk).startsWith('{"level":"INFO"')
      ? true
      : Reflect.apply(write, process.stdout, [chunk, ...rest]),
  );
}
