import * as z from 'zod';

/** Calls Kaltura's API (docs/kaltura.md#calling-the-api). Kaltura's messages quote sessions, so they are neither logged nor passed on. */

const LONGEST_CALL_MILLIS = 1500;

/** Kaltura did not answer, or answered something else than was asked for. */
export class KalturaUnavailable extends Error {
  override readonly name = 'KalturaUnavailable';
}

/** Kaltura answered with an error. It has the error's code only. */
export class KalturaRefusal extends Error {
  override readonly name = 'KalturaRefusal';
  readonly code: string;
  /** Whether Kaltura refused the session of the call because it was ended. */
  readonly isEnded: boolean;

  constructor(code: string, isEnded = false) {
    super('Kaltura refused a call');
    this.code = code;
    this.isEnded = isEnded;
  }
}

export type KalturaCall = {
  /** Origin of the API. */
  endpoint: string;
  /** Service and action, such as `user.get`. */
  action: `${string}.${string}`;
  ks?: string;
  parameters?: Record<string, string | number>;
};

const refusalSchema = z.object({
  objectType: z.literal('KalturaAPIException'),
  code: z.string(),
  message: z.string().catch(''),
});
/** The end of the message of `INVALID_KS` if the session was ended. */
const ENDED = /"-6, ?LOGOUT"/;

/**
 * Makes one call, with one retry if the connection breaks; both within 1.5 seconds.
 * @returns the answer as `schema` reads it
 * @throws KalturaRefusal, KalturaUnavailable
 */
export async function callKaltura<T>(call: KalturaCall, schema: z.ZodType<T>): Promise<T> {
  const signal = AbortSignal.timeout(LONGEST_CALL_MILLIS);
  const answer = await post(call, signal).catch(error => {
    if (signal.aborted || error instanceof KalturaUnavailable) throw unavailable();
    return post(call, signal).catch(() => {
      throw unavailable();
    });
  });
  const refused = refusalSchema.safeParse(answer);
  if (refused.success) throw refusal(refused.data);
  const read = schema.safeParse(answer);
  if (!read.success) throw unavailable();
  return read.data;
}

const refusal = ({ code, message }: z.infer<typeof refusalSchema>): KalturaRefusal =>
  new KalturaRefusal(code, code === 'INVALID_KS' && ENDED.test(message));

/** Without the cause: its message may quote the answer. */
const unavailable = (): KalturaUnavailable => new KalturaUnavailable('Kaltura did not answer');

/** Everything is in the body: a session in a URL would be in logs. */
async function post(
  { endpoint, action, ks, parameters = {} }: KalturaCall,
  signal: AbortSignal,
): Promise<unknown> {
  const [service, name] = action.split('.');
  const response = await fetch(`${endpoint}/api_v3/service/${service}/action/${name}`, {
    method: 'POST',
    body: formOf({ ...parameters, ...(ks !== undefined && { ks }), format: 1 }),
    // A redirect could carry the session to another origin.
    redirect: 'manual',
    signal,
  });
  const text = await response.text();
  if (response.status !== 200) throw unavailable();
  try {
    return JSON.parse(text);
  } catch {
    throw unavailable();
  }
}

function formOf(fields: Record<string, string | number>): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  return form;
}
