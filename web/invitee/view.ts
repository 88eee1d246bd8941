import { find } from '../dom.ts';
import { directionOf, messagesFor } from '../messages/messages.ts';
import { showBrand } from './brand.ts';
import { showCountdown } from './countdown.ts';
import { showEvent } from './event.ts';
import { isFieldProblem, textsFor } from './texts.ts';
import { isWebUrl, type Page } from './visit.ts';

const root = document.documentElement;
/** Problems that another try cannot mend. */
const final = new Set([
  'email_mismatch',
  'invalid_request',
  'email_domain_blocked',
  'link_used_on_another_device',
  'link_expired',
  'link_replaced',
  'link_invalid',
  'invitation_revoked',
  'room_deleted',
  'unsupported',
]);

const setText = (selector: string, text: string) => {
  find(selector, HTMLElement).textContent = text;
};
const setHidden = (selector: string, hidden: boolean) => {
  find(selector, HTMLElement).hidden = hidden;
};

/** The page follows the invitation's locale; its texts say which language they really are in. */
function showLanguage(locale: string): void {
  const texts = messagesFor(locale).locale;
  root.lang = locale;
  root.dir = directionOf(locale);
  const main = find('main', HTMLElement);
  main.lang = texts;
  main.dir = directionOf(texts);
}

function showForm(page: Page, fieldError: string, locale: string): void {
  const { actions, email } = messagesFor(locale);
  const waiting = page.answer?.state === 'waiting';
  const asks = !page.known && (waiting || page.answer?.state === 'lobby');
  const live = !page.problem || isFieldProblem(page);
  setHidden('#entry', !live || !(asks || page.answer?.state === 'open'));
  setHidden('#email-field', !asks);
  setText('label[for=email]', email);
  setText('[data-action=enter]', waiting ? actions.confirm : actions.enter);
  setText('#email-error', fieldError);
  find('#email', HTMLInputElement).ariaInvalid = String(fieldError !== '');
}

function showActions({ problem, answer }: Page, locale: string): void {
  const { actions } = messagesFor(locale);
  setHidden('[data-action=request-link]', problem?.emailAvailable !== true);
  setText('[data-action=request-link]', actions.requestLink);
  setHidden('[data-action=retry]', !problem || final.has(problem.code));
  setText('[data-action=retry]', actions.retry);
  const join = find('#join', HTMLAnchorElement);
  join.textContent = actions.join;
  join.hidden = problem !== undefined || answer?.state !== 'admitted' || !isWebUrl(answer.joinUrl);
  if (!join.hidden && answer?.state === 'admitted') join.href = answer.joinUrl;
}

/** Puts a page on the screen. What is typed stays; focus moves only where the state did. */
export function show(page: Page): void {
  const { answer, problem } = page;
  const locale = problem?.locale ?? answer?.locale ?? root.lang;
  const { heading, lead, fieldError } = textsFor(page, messagesFor(locale));
  showLanguage(locale);
  showBrand(problem?.site ?? answer?.site);
  setText('#heading', heading);
  setText('#lead', lead);
  setText('#status', '');
  showForm(page, fieldError, locale);
  showActions(page, locale);
  const waits = answer?.state === 'waiting' && (!problem || isFieldProblem(page));
  showCountdown(find('#countdown', HTMLElement), waits ? answer.room.startsAt : undefined, locale);
  find('#countdown', HTMLElement).ariaLabel = messagesFor(locale).startsIn;
  showEvent(answer?.room, locale);
  document.title = answer ? `${heading} – ${answer.room.title}` : heading;
  const moved = root.dataset.state !== page.state;
  root.dataset.state = page.state;
  if (fieldError) find('#email', HTMLInputElement).focus();
  else if (moved) find('#heading', HTMLElement).focus();
}

export function showStatus(text: string): void {
  setText('#status', text);
}
