import { vi } from 'vitest';

export type Line = Record<string, unknown>;

/** Keeps the lines that are written to standard output from now on; `vi.restoreAllMocks()` ends it. */
export function captureLines(): () => Line[] {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  return () =>
    write.mock.calls.map(([line]) => {
      if (!/^\{.*\}\n$/.test(String(line))) throw new Error(`not one line of JSON: ${line}`);
      return JSON.parse(String(line));
    });
}
