import { Logger, type LogItem } from '@aws-lambda-powertools/logger';

/** Errors too go to standard output: one stream, and every line in its place. */
class LineLogger extends Logger {
  protected override printLog(_level: number, item: LogItem): void {
    item.prepareForPrint();
    process.stdout.write(`${JSON.stringify(item.getAttributes())}\n`);
  }
}

const logger = new LineLogger({ serviceName: 'roompass' });

/**
 * One JSON line an event. Only what is listed by the caller is written: never a body, a header, a token,
 * an address or a name.
 *
 * A request is found again by its `requestId`: the gateway's access log, the answer's `x-request-id`, the line
 * `answered`, the mail that it asked for (on the invitation and on the queue) and the line `mail`, which names the
 * mail and SES's message. SES's events carry that `mail` as a tag.
 * It is a field of each line and no key of the logger, as many requests may be under way in one process.
 */
export const log = {
  info: (event: string, fields: Record<string, unknown> = {}): void =>
    logger.info(event, { ...origin(), ...fields }),
  /** An error's own words may quote data, so only its kind and its place in the code are kept. */
  error: (event: string, error: unknown, fields: Record<string, unknown> = {}): void =>
    logger.error(event, { ...origin(), ...fields, ...describe(error) }),
};

/** Read for each line: where everything runs in one process, lines are written before there is a stage. */
const origin = () => ({ function_name: process.env.AWS_LAMBDA_FUNCTION_NAME, stage: process.env.STAGE });

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return { kind: error.name, at: frames.slice(0, 5).map(line => line.trim()) };
}
