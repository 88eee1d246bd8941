import { find } from '../dom.ts';
import type { Problem } from '../invitee/answers.ts';
import { showBrand } from '../invitee/brand.ts';
import { messagesFor } from '../messages/messages.ts';
import { showLanguage } from '../messages/show-language.ts';

type Words = { sentence: string; next: string };

/** Problems for which a retry is useless. */
const FINAL = new Set(['link_expired', 'link_invalid', 'invalid_request']);
const root = document.documentElement;
const heading = find('#heading', HTMLElement);
const lead = find('#lead', HTMLElement);
const retry = find('[data-action=retry]', HTMLButtonElement);

export function showOpening(): void {
  heading.textContent = messagesFor(root.lang).join.opening;
  lead.textContent = '';
  retry.hidden = true;
  root.dataset.state = 'opening';
  document.title = heading.textContent;
}

export function showProblem({ code, locale = root.lang, site }: Problem): void {
  const { join, problems, actions } = messagesFor(locale);
  const known: Record<string, Words> = { ...problems, ...join.problems };
  const { sentence, next } = known[code] ?? problems.internal_error;
  showLanguage(locale);
  showBrand(site);
  heading.textContent = sentence;
  lead.textContent = next;
  retry.textContent = actions.retry;
  retry.hidden = FINAL.has(code);
  root.dataset.state = code;
  document.title = sentence;
  heading.focus();
}
