import { find } from '../dom.ts';
import { messagesFor } from '../messages/messages.ts';
import { showLanguage } from '../messages/show-language.ts';
import { opensAt } from './answers.ts';
import { showBrand } from './brand.ts';
import { showCountdown } from './countdown.ts';
import { showEvent } from './event.ts';
import { isFieldProblem, textsFor } from './texts.ts';
import { isWebUrl, type Page } from './visit.ts';

const root = document.documentElement;
/** Problems for which a retry is useless. */
const FINAL = new Set([
  'email_mismatch',
  'invalid_request',
  'email_domain_blocked',
  'link_used_on_another_device',
  'link_expired',
  'link_replaced',
  'link_invalid',
  'invitation_revoked',
  'room_deleted',
]);

const setText = (selector: string, text: string) => {
  find(selector, HTMLElement).textContent = text;
};
const setHidden = (selector: string, hidden: boolean) => {
  find(selector, HTMLElement).hidden = hidden;
};

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

function showPaste({ state }: Page, locale: string): void {
  const { link, actions } = messagesFor(locale);
  setHidden('#paste', state !== 'link_invalid');
  setText('label[for=pasted]', link);
  setText('[data-action=open-link]', actions.openLink);
  showPasteError('');
}

export function showPasteError(text: string): void {
  setText('#paste-error', text);
  find('#pasted', HTMLInputElement).ariaInvalid = String(text !== '');
}

function showActions({ problem, answer }: Page, locale: string): void {
  const { actions } = messagesFor(locale);
  setHidden('[data-action=request-link]', problem?.emailAvailable !== true);
  setText('[data-action=request-link]', actions.requestLink);
  const mayChange = problem ? !FINAL.has(problem.code) : answer?.state === 'ended';
  setHidden('[data-action=retry]', !mayChange);
  setText('[data-action=retry]', actions.retry);
  const join = find('#join', HTMLAnchorElement);
  join.textContent = actions.join;
  join.hidden = problem !== undefined || answer?.state !== 'admitted' || !isWebUrl(answer.joinUrl);
  if (!join.hidden && answer?.state === 'admitted') join.href = answer.joinUrl;
}

/** Shows a page. The typed text stays, and the focus moves only if the state changed. */
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
  showPaste(page, locale);
  showActions(page, locale);
  const waits = answer?.state === 'waiting' && (!problem || isFieldProblem(page));
  showCountdown(find('#countdown', HTMLElement), waits ? opensAt(answer) : undefined, locale);
  find('#countdown', HTMLElement).ariaLabel = messagesFor(locale).opensIn;
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
