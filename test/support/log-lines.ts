import { vi } from 'vitest';

export type Line = Record<string, unknown>;

/** Captures the lines on standard output from now on, until `vi.restoreAllMocks()`. */
export function captureLines(): () => Line[] {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  return () =>
    write.mock.calls.map(([line]) => {
      if (!/^\{.*\}\n$/.test(String(line))) throw new Error(`not one line of JSON: ${line}`);
      return JSON.parse(String(line));
    });
}
