/**
 * Logs a failure as a JSON line: its name and where it happened, not its message, which may carry somebody's address.
 */
export function logFailure(what: string, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  const frames = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const at = frames
    .filter(line => /^\s+at /.test(line))
    .slice(0, 3)
    .map(line => line.trim());
  console.error(JSON.stringify({ level: 'error', message: what, error: name, at }));
}
