import { type ProblemCode, problems } from '../../domain/problems.ts';
import { escapeHtml, htmlPage } from './html-page.ts';

/** An HTML page that says what a problem means and what to do. */
export function problemPage(code: ProblemCode): string {
  const { status, title, meaning, remedy } = problems[code];
  const body = `<h1>${html(title)}</h1>
<p><code>${code}</code>, status ${status}</p>
<h2>What it means</h2>
<p>${html(meaning)}</p>
<h2>What to do</h2>
<p>${html(remedy)}</p>`;
  return htmlPage({ lang: 'en', title, body });
}

/** Our own paths become links. The texts contain no input of a caller. */
const html = (text: string) =>
  escapeHtml(text)
    .replace(/`(\/[\w.]+)`/g, '<a href="$1"><code>$1</code></a>')
    .replace(/`([^`]*)`/g, '<code>$1</code>');
