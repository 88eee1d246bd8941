import { expect } from 'vitest';
import { type RouteName, routes } from '../../../functions/contract/routes.ts';
import type { Answer, SiteId } from './answer.ts';
import { checkAnswer } from './check.ts';
import { note } from './reached.ts';
import { rememberSecrets, rememberToken } from './secrets.ts';
import { baseUrl } from './target.ts';

export type Call = {
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON; a string is sent unchanged. */
  body?: unknown;
  login?: string | undefined;
  headers?: Record<string, string>;
  /** Replaces the route's method and path, for requests that no route answers. */
  at?: { method: string; path: string };
};

/** Sends a request, checks the answer against the route's contract, and records what was reached. */
export async function call(site: SiteId, name: RouteName, request: Call = {}): Promise<Answer> {
  const { body, login, headers, query } = request;
  const { method, path } = request.at ?? routes[name];
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
  const sent = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(login !== undefined && { authorization: `Bearer ${login}` }),
    ...headers,
  };
  rememberRequest(sent, body, query);
  const response = await fetch(baseUrl + fill(path, request.path) + search, {
    method,
    headers: sent,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = String(response.headers.get('content-type')).includes('json');
  const answer = {
    status: response.status,
    headers: response.headers,
    body: isJson && text !== '' ? JSON.parse(text) : text,
  };
  rememberSecrets(answer.body);
  await checkAnswer(name, answer);
  note({ site, route: name, answer, test: expect.getState().currentTestName ?? 'setup' });
  return answer;
}

const fill = (path: string, parameters: Record<string, string> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));

function rememberRequest(headers: Record<string, string>, body: unknown, query: unknown): void {
  for (const name of ['authorization', 'dpop']) rememberToken(headers[name]?.split(' ').at(-1) ?? '');
  rememberSecrets(body);
  rememberSecrets(query);
}
