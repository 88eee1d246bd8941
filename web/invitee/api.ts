import type { Answer, Ask, Problem, Reply } from './answers.ts';
import { correctClock } from './clock.ts';
import { deviceKey, UnsupportedDevice } from './device-key.ts';
import { createProof } from './proof.ts';

interface Call {
  path: string;
  body?: object;
  authorization?: string | undefined;
  ticket?: string;
}

const post = ({ path, body }: Call, headers: Headers): Promise<Response> => {
  if (body) headers.set('content-type', 'application/json');
  return fetch(path, {
    method: 'POST',
    headers,
    body: body ? JSON.stringify(body) : null,
    credentials: 'omit',
    signal: AbortSignal.timeout(15_000),
  });
};

async function prove(call: Call): Promise<Headers> {
  const url = new URL(call.path, location.origin).href;
  const proof = await createProof({ key: await deviceKey(), method: 'POST', url, ticket: call.ticket });
  const headers = new Headers({ DPoP: proof });
  if (call.authorization) headers.set('authorization', call.authorization);
  return headers;
}

/** Of a refusal that the gateway itself makes only the status is known. */
async function problemOf(response: Response): Promise<Problem & { now?: string }> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const busy = response.status === 429 || response.status >= 500;
  const body = await response.json().catch(() => undefined);
  const problem: Problem = body?.code ? body : { code: busy ? 'temporarily_unavailable' : 'internal_error' };
  return retryAfter ? { ...problem, retryAfter } : problem;
}

async function attempt(call: Call): Promise<Reply & { clockCorrected?: boolean }> {
  const response = await post(call, await prove(call));
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

async function send(call: Call): Promise<Reply> {
  try {
    const reply = await attempt(call);
    return reply.clockCorrected ? await attempt(call) : reply;
  } catch (error) {
    return { problem: { code: error instanceof UnsupportedDevice ? 'unsupported' : 'offline' } };
  }
}

/** A page of the same origin may hand over the login of the site that the person is signed in to. */
function siteLogin(): string | undefined {
  const token = sessionStorage.getItem('roompass.login');
  return token ? `Bearer ${token}` : undefined;
}

export const redeem = (token: string, ask: Ask): Promise<Reply> =>
  send({ path: '/v1/redeem', body: { token, ...ask }, authorization: siteLogin() });

/** The admission as it stands now, for the ticket that it gave. */
export const session = (ticket: string): Promise<Reply> =>
  send({ path: '/v1/session', authorization: `DPoP ${ticket}`, ticket });

/** Asks for a fresh link by mail; true when the request arrived, which says nothing about the mail. */
export async function requestLink(token: string): Promise<boolean> {
  try {
    const response = await post({ path: '/v1/request-link', body: { token } }, new Headers());
    // An answer that nobody reads keeps its connection busy.
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
