/**
 * One JSON line an event. Only what is listed by the caller is written: never a body, a header, a token,
 * an address or a name.
 */
export const log = {
  info: (event: string, fields: Record<string, unknown> = {}): void => write('info', event, fields),
  /** An error's own words may quote data, so only its kind and its place in the code are kept. */
  error: (event: string, error: unknown, fields: Record<string, unknown> = {}): void =>
    write('error', event, { ...fields, ...describe(error) }),
};

function write(level: string, event: string, fields: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ level, event, ...fields })}\n`);
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return { kind: error.name, at: frames.slice(0, 5).map(line => line.trim()) };
}
