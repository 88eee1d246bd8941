import { createHash } from 'node:crypto';
import { type Answer, answer } from './answer.ts';

export type PageState = 'in' | 'ended' | 'invalid' | 'ejected';

export type Page = {
  readonly state: PageState;
  readonly message: string;
  readonly user?: string;
  /** The page asks for the state of this visit. */
  readonly visit?: string;
  readonly rows?: readonly (readonly [name: string, value: string])[];
};

const script = `
const page = document.documentElement;
const timer = page.dataset.visit && setInterval(async () => {
  const answer = await fetch('/visits/' + page.dataset.visit).catch(() => undefined);
  if (!answer?.ok) return;
  const { state, message } = await answer.json();
  if (state === page.dataset.state) return;
  page.dataset.state = state;
  document.querySelector('[role=status]').textContent = message;
  clearInterval(timer);
}, 1000);
`;

const style = `
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem; }
tr::before { content: attr(data-privilege); display: table-cell; padding-right: 1rem; }
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The page of a room. It may be framed, because learning platforms frame Kaltura's rooms. */
export function pageAnswer(page: Page): Answer {
  const { status, headers, body } = answer(page.state === 'in' ? 200 : 403, 'text/html', toHtml(page));
  const guard = {
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  return { status, headers: { ...headers, ...guard }, body };
}

function toHtml({ state, message, user, visit, rows = [] }: Page): string {
  const data = Object.entries({ state, user, visit })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`);
  const table = rows.map(
    ([name, value]) => `<tr data-privilege="${escapeHtml(name)}"><td>${escapeHtml(value)}`,
  );
  return `<!doctype html><html lang="en"${data.join('')}><meta charset="utf-8"><title>Kaltura Room</title>
<style>${style}</style><h1>This plays a Kaltura Room</h1><p role="status">${escapeHtml(message)}</p>
<table>${table.join('\n')}</table><script>${script}</script></html>`;
}

function escapeHtml(text = ''): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
