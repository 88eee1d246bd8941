import type { Answer, Ask, Problem, Reply } from './answers.ts';
import { correctClock } from './clock.ts';
import { deviceKey, UnsupportedDevice } from './device-key.ts';
import { problemOf } from './problem.ts';
import { createProof } from './proof.ts';

/** The timeout of a call: a page shows a state within 10 seconds (docs/contract.md#8-pages). */
const LONGEST_MILLIS = 8000;

type Call = {
  path: string;
  body?: object;
  authorization?: string | undefined;
  ticket?: string;
};

const post = ({ path, body }: Call, headers: Headers, signal: AbortSignal): Promise<Response> => {
  if (body) headers.set('content-type', 'application/json');
  return fetch(path, {
    method: 'POST',
    headers,
    body: body ? JSON.stringify(body) : null,
    credentials: 'omit',
    signal,
  });
};

async function prove(call: Call): Promise<Headers> {
  const url = new URL(call.path, location.origin).href;
  const proof = await createProof({ key: await deviceKey(), method: 'POST', url, ticket: call.ticket });
  const headers = new Headers({ DPoP: proof });
  if (call.authorization) headers.set('authorization', call.authorization);
  return headers;
}

async function attempt(call: Call, signal: AbortSignal): Promise<Reply & { clockCorrected?: boolean }> {
  const response = await post(call, await prove(call), signal);
  if (response.ok) {
    const answer: Answer = await response.json();
    correctClock(answer.now);
    return { answer };
  }
  const problem = await problemOf(response);
  if (problem.code !== 'invalid_device_proof' || !problem.now) return { problem };
  correctClock(problem.now);
  return { problem, clockCorrected: true };
}

async function send(makeCall: () => Call): Promise<Reply> {
  const signal = AbortSignal.timeout(LONGEST_MILLIS);
  try {
    const call = makeCall();
    const reply = await attempt(call, signal);
    return reply.clockCorrected ? await attempt(call, signal) : reply;
  } catch (error) {
    return { problem: { code: error instanceof UnsupportedDevice ? 'unsupported' : 'offline' } };
  }
}

/**
 * The site's login, which a page of the same origin may have stored: a token, or `KS ` and a Kaltura session.
 * @throws UnsupportedDevice if the browser denies its storage
 */
function siteLogin(): string | undefined {
  try {
    const login = sessionStorage.getItem('roompass.login');
    if (!login) return undefined;
    return login.startsWith('KS ') ? login : `Bearer ${login}`;
  } catch {
    throw new UnsupportedDevice();
  }
}

const redeemCall = (token: string, ask: Ask): Call => ({
  path: '/v1/redeem',
  body: { token, ...ask },
  authorization: siteLogin(),
});

export const redeem = (token: string, ask: Ask): Promise<Reply> => send(() => redeemCall(token, ask));

/**
 * Fetches the current admission. A session ends with the login that it began with; only redeem accepts the current
 * login. Without a login the ticket is enough.
 */
export const goOn = (token: string, ticket: string): Promise<Reply> =>
  send(() =>
    siteLogin()
      ? redeemCall(token, { enter: true })
      : { path: '/v1/session', authorization: `DPoP ${ticket}`, ticket },
  );

/** Requests a fresh link by mail. @returns undefined if the request arrived, which says nothing about the mail */
export async function requestLink(token: string): Promise<Problem | undefined> {
  try {
    const call = { path: '/v1/request-link', body: { token } };
    const response = await post(call, new Headers(), AbortSignal.timeout(LONGEST_MILLIS));
    if (!response.ok) return await problemOf(response);
    // A connection stays busy until its answer is read.
    await response.arrayBuffer();
    return undefined;
  } catch {
    return { code: 'offline' };
  }
}
