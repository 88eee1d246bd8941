import { Problem, type ProblemCode, problems } from '../../domain/problems.ts';
import { routes } from '../contract/routes.ts';
import { cacheable } from '../http/cacheable.ts';
import { endpoint } from '../http/endpoint.ts';
import { problemPage } from '../http/problem-page.ts';

export const handler = endpoint(routes.getProblem, ({ path: { code } }) => {
  if (!Object.hasOwn(problems, code)) throw new Problem('not_found');
  return {
    headers: cacheable,
    body: problemPage(code as ProblemCode),
  };
});
