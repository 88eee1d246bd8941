import { Problem, type ProblemCode, problems } from '../domain/problems.ts';
import { routes } from './contract.ts';
import { cacheable } from './http/cacheable.ts';
import { endpoint } from './http/endpoint.ts';
import { escapeHtml, htmlPage } from './shared/html-page.ts';

export const handler = endpoint(routes.getProblem, ({ path: { code } }) => {
  if (!Object.hasOwn(problems, code)) throw new Problem('not_found');
  return {
    headers: cacheable,
    body: page(code as ProblemCode),
  };
});

/** Code spans as in the texts of the list; nothing in them comes from a caller. */
const html = (text: string) => escapeHtml(text).replace(/`([^`]*)`/g, '<code>$1</code>');

function page(code: ProblemCode): string {
  const { status, title, meaning, remedy } = problems[code];
  const body = `<h1>${html(title)}</h1>
<p><code>${code}</code>, status ${status}</p>
<h2>What it means</h2>
<p>${html(meaning)}</p>
<h2>What to do</h2>
<p>${html(remedy)}</p>`;
  return htmlPage({ lang: 'en', title: code, body });
}
