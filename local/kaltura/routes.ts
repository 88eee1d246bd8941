import { type Answer, answer, jsonAnswer } from './answer.ts';
import { actionOf, answerCall } from './api.ts';
import { answerWith, type Faults } from './faults.ts';
import type { Directory } from './model.ts';
import type { Nonces } from './oauth.ts';
import { launchEvent, launchForm, type PageContext, viewRoom, visitState } from './pages.ts';
import { createVisits } from './visits.ts';

export type Incoming = {
  readonly method: string;
  readonly url: URL;
  /** Of the URL, then of the form. */
  readonly fields: readonly (readonly [name: string, value: string])[];
};

export type FoundRoute = {
  /** Of the API only. */
  readonly call?: { readonly service: string; readonly action: string };
  /** Not worth recording. */
  readonly isQuiet?: boolean;
  /** undefined closes the connection without an answer. */
  readonly answer: () => Answer | Promise<Answer | undefined>;
};

type Context = {
  readonly directory: Directory;
  readonly faults: Faults;
  readonly now: () => Date;
  readonly stopped: AbortSignal;
};

const LAUNCH = '/virtualEvent/launch';
const ROOM = '/embeddedrooms/index/view-room';
const ROOM_BY_SESSION = `${ROOM}/ks/`;
const VISITS = '/visits/';

export function createRoutes(context: Context): (incoming: Incoming) => FoundRoute | undefined {
  const visits = createVisits();
  const nonces: Nonces = new Map();
  const pageContext = (): PageContext => ({ ...context, visits, nonces, now: context.now() });
  return incoming => apiRoute(context, incoming) ?? pageRoute(pageContext, incoming);
}

function apiRoute(context: Context, { method, url, fields }: Incoming): FoundRoute | undefined {
  const call = actionOf(url.pathname);
  if (method !== 'POST' || !call) return undefined;
  const parameters = new Map(fields);
  const respond = () => {
    // Kaltura answers XML then, which the product would not understand.
    if (parameters.get('format') !== '1')
      return answer(200, 'text/xml', '<xml>Send format=1 for JSON.</xml>');
    return jsonAnswer(200, answerCall({ ...call, ...context, now: context.now(), parameters }));
  };
  const fault = context.faults.find(call.service, call.action);
  return { call, answer: () => answerWith(fault, respond, context.stopped) };
}

function pageRoute(context: () => PageContext, { method, url, fields }: Incoming): FoundRoute | undefined {
  const { pathname, origin } = url;
  if (method === 'POST' && pathname === ROOM) {
    return { answer: () => launchForm(context(), { method, url: origin + pathname, fields }) };
  }
  if (method !== 'GET') return undefined;
  if (pathname === LAUNCH) {
    return { answer: () => launchEvent(context(), url.searchParams.get('ks') ?? '') };
  }
  if (pathname.startsWith(ROOM_BY_SESSION)) {
    return { answer: () => viewRoom(context(), decode(pathname.slice(ROOM_BY_SESSION.length))) };
  }
  if (pathname.startsWith(VISITS)) {
    return { isQuiet: true, answer: () => visitState(context(), pathname.slice(VISITS.length)) };
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
