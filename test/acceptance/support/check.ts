import { expect } from 'vitest';
import { problems } from '../../../domain/problems.ts';
import { problemSchema } from '../../../functions/contract/common.ts';
import type { Route } from '../../../functions/contract/route.ts';
import { type RouteName, routes } from '../../../functions/contract/routes.ts';
import type { Answer } from './answer.ts';
import { baseUrl, documentedCodes, publicOrigin } from './target.ts';

const CACHEABLE: RouteName[] = ['getOpenapi', 'getTicketKeys', 'getProblem'];
const WITH_RETRY_AFTER = [429, 503];

/** Checks what every answer must have (contract sections 3 and 4). */
export async function checkAnswer(name: RouteName, answer: Answer): Promise<void> {
  const { status, headers, body } = answer;
  const { answers, contentType = 'application/json; charset=utf-8' }: Route = routes[name];
  const isGood = status in answers;
  expect(headers.get('x-request-id')).toMatch(/\S{8,}/);
  expect(headers.get('vary')).toBe('Origin');
  expect(headers.get('cache-control')).toBe(
    isGood && CACHEABLE.includes(name) ? 'public, max-age=300' : 'no-store',
  );
  if (!isGood) return checkProblem(name, answer);
  const schema = answers[status];
  if (status === 204) return expect(body).toBe('');
  expect(headers.get('content-type')).toBe(contentType);
  if (schema) schema.parse(body);
}

async function checkProblem(name: RouteName, { status, headers, body }: Answer): Promise<void> {
  expect(headers.get('content-type')).toBe('application/problem+json');
  const problem = problemSchema.parse(body);
  const { code } = problem;
  expect(problem.status, code).toBe(status);
  expect(problems[code].status, code).toBe(status);
  expect(problem.requestId).toBe(headers.get('x-request-id'));
  expect(problem.type).toBe(`${publicOrigin}/problems/${code}`);
  expect(await pageOf(problem.type), `page of ${code}`).toEqual({ status: 200, isHtml: true });
  if (WITH_RETRY_AFTER.includes(status)) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  if (code === 'invalid_request') checkErrors(body.errors);
  const { method, path } = routes[name];
  if (name !== 'fallback') expect(documentedCodes(method, path, status), `of ${name}`).toContain(code);
}

function checkErrors(errors: unknown): void {
  expect(errors).toEqual(expect.arrayContaining([{ path: expect.any(String), message: expect.any(String) }]));
}

const pages = new Map<string, Promise<{ status: number; isHtml: boolean }>>();

/** Fetches each page once. The public origin may not be the API under test, so only the path is used. */
function pageOf(type: string) {
  const known = pages.get(type);
  if (known !== undefined) return known;
  const page = fetch(baseUrl + new URL(type).pathname).then(async response => ({
    status: response.status,
    isHtml:
      /^text\/html/.test(String(response.headers.get('content-type'))) && /<h1>/.test(await response.text()),
  }));
  pages.set(type, page);
  return page;
}
