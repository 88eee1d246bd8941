import { Logger, type LogItem } from '@aws-lambda-powertools/logger';

/** Errors go to standard output too: lines of two streams could get out of order. */
class LineLogger extends Logger {
  protected override printLog(_level: number, item: LogItem): void {
    item.prepareForPrint();
    process.stdout.write(`${JSON.stringify(item.getAttributes())}\n`);
  }
}

const logger = new LineLogger({ serviceName: 'roompass' });

/**
 * Writes one JSON line per event, with the given fields only. Callers never pass a body, a header, a token, an
 * address or a name.
 *
 * Search a request by its `requestId`. It is in the gateway's access log, the answer's `x-request-id`, the line
 * `answered`, the mail that it requested (in the invitation and in the queue's message) and the line `mail`, which
 * has the ids of the mail and of SES's message. SES's events have that `mail` as a tag. It is a field of each line
 * and not a key of the logger, because one process may have many requests in flight.
 */
export const log = {
  info: (event: string, fields: Record<string, unknown> = {}): void =>
    logger.info(event, { ...origin(), ...fields }),
  /** An error's message may quote data, so only its name and its stack frames are logged. */
  error: (event: string, error: unknown, fields: Record<string, unknown> = {}): void =>
    logger.error(event, { ...origin(), ...fields, ...describe(error) }),
};

/** Read for each line, because the local stack logs before it has set the stage. */
const origin = () => ({ function_name: process.env.AWS_LAMBDA_FUNCTION_NAME, stage: process.env.STAGE });

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return { kind: error.name, at: frames.slice(0, 5).map(line => line.trim()) };
}
