import { createHash } from 'node:crypto';
import { APP_TOKEN, sealingKey, seedDirectory } from '../../../local/kaltura/directory.ts';
import { ADMIN_SESSION, readPrivileges, sealKs, USER_SESSION } from '../../../local/kaltura/ks.ts';
import { type Kaltura, startKaltura } from '../../../local/kaltura/server.ts';

/** The start of the stand-in's clock, in Unix seconds. */
export const START = Date.UTC(2026, 10, 23, 9) / 1000;

export type Result = {
  code?: string;
  message?: string;
  objectType?: string;
  objects?: Record<string, unknown>[];
  [name: string]: unknown;
};

export type StandIn = Kaltura & {
  /** Calls an API action and parses the answer. */
  call(action: string, parameters?: Record<string, string | number>): Promise<Result>;
  userSession(userId: string, privileges?: string): string;
  adminSession(userId?: string, privileges?: string): string;
  appTokenSession(more?: Record<string, string | number>): Promise<Result>;
  pass(seconds: number): void;
  /** A new directory, without ended sessions and changes. */
  reset(): void;
};

/** A stand-in with a clock that the test moves. */
export async function startStandIn(): Promise<StandIn> {
  let seconds = START;
  const now = () => new Date(seconds * 1000);
  const kaltura = await startKaltura({ now });
  const { directory, endpoint } = kaltura;

  const call: StandIn['call'] = async (name, parameters = {}) => {
    const [service, action] = name.split('.');
    const body = new URLSearchParams({ format: '1' });
    for (const [key, value] of Object.entries(parameters)) body.set(key, String(value));
    const url = `${endpoint}/api_v3/service/${service}/action/${action}`;
    const response = await fetch(url, { method: 'POST', body });
    return (await response.json()) as Result;
  };
  const session = (type: number, userId: string, privileges: string) =>
    sealKs({
      ...sealingKey(directory),
      type,
      userId,
      expiry: seconds + 3600,
      privileges: readPrivileges(privileges),
    });

  return {
    ...kaltura,
    call,
    userSession: (userId, privileges = '') => session(USER_SESSION, userId, privileges),
    adminSession: (userId = 'roompass', privileges = 'disableentitlement') =>
      session(ADMIN_SESSION, userId, privileges),
    appTokenSession: async (more = {}) => {
      const { ks } = await call('session.startWidgetSession', { widgetId: '_1234567' });
      const tokenHash = createHash('sha256').update(`${ks}${APP_TOKEN.token}`).digest('hex');
      return call('appToken.startSession', { ks: String(ks), id: APP_TOKEN.id, tokenHash, ...more });
    },
    pass: more => {
      seconds += more;
    },
    reset: () => {
      seconds = START;
      Object.assign(directory, seedDirectory(now()));
      kaltura.faults.clear();
      kaltura.requests.length = 0;
    },
  };
}

/** What a page of a room says, as it was written into the HTML. */
export function readPage(html: string) {
  const dataOf = (name: string) => new RegExp(`data-${name}="([^"]*)"`).exec(html)?.[1];
  const rows = [...html.matchAll(/<tr data-privilege="([^"]*)"><td>([^<\n]*)/g)].map(row => row.slice(1));
  return { state: dataOf('state'), user: dataOf('user'), visit: dataOf('visit'), rows };
}
