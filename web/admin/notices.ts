import { find } from '../dom.ts';
import { type FieldProblem, Refusal } from './api.ts';
import { parts } from './content.ts';
import { showFieldProblems } from './fields.ts';
import { type Saying, words } from './words.ts';

const setText = (selector: string, text: string) => {
  find(selector, HTMLElement).textContent = text;
};

/** Sets the hook for tests and host pages: `loading`, `ready` or a problem's code. */
function setState(state: string): void {
  document.documentElement.dataset.state = state;
}

/** The API's code, or `internal_error` if the page itself failed. */
const codeOf = (error: unknown): string => (error instanceof Refusal ? error.code : 'internal_error');

function sayingOf(error: unknown): Saying {
  const fallback = words.problems.internal_error;
  const title = error instanceof Refusal ? error.message : '';
  const known: Record<string, Saying> = words.problems;
  return known[codeOf(error)] ?? (title ? { sentence: title, next: '' } : fallback);
}

/** What failed: an action of the administrator, or the preview, which is rendered all the time. */
type Source = 'action' | 'preview';
const wrong = new Map<Source, unknown>();

/** Clears the problem of this source. */
export function showFine(source: Source): void {
  wrong.delete(source);
  showWhatIsWrong();
}

/** Shows a problem: at the fields if it concerns them, otherwise next to the buttons. The typed text stays. */
export function showRefusal(source: Source, error: unknown): void {
  wrong.set(source, error);
  if (source === 'action') showStatus('');
  showWhatIsWrong();
}

export function showStatus(text: string): void {
  setText('#status', text);
}

function showWhatIsWrong(): void {
  const [action, preview] = [wrong.get('action'), wrong.get('preview')];
  const atFields = [preview, action].map(fieldProblemsOf).find(problems => problems.length > 0) ?? [];
  const isSaidThere = action === undefined && atFields.length > 0;
  const error = action ?? preview;
  showFieldProblems(atFields);
  setText('#notice', error === undefined || isSaidThere ? '' : noticeOf(error));
  setState(error === undefined ? 'ready' : codeOf(error));
}

const isOfField = ({ path }: FieldProblem): boolean => parts.some(part => part === path);
const problemsOf = (error: unknown): FieldProblem[] => (error instanceof Refusal ? error.errors : []);
const fieldProblemsOf = (error: unknown): FieldProblem[] => problemsOf(error).filter(isOfField);

function noticeOf(error: unknown): string {
  const { sentence, next } = sayingOf(error);
  const known: Record<string, string> = words.problemsElsewhere;
  const others = problemsOf(error).filter(problem => !isOfField(problem));
  const elsewhere = others.map(({ path, message }) => known[path] ?? `${path} ${message}.`.trim());
  const kept = codeOf(error) === 'unauthenticated' ? [words.stillHere] : [];
  return [sentence, ...(elsewhere.length > 0 ? elsewhere : [next]), ...kept].join(' ');
}

/** Shows one message instead of the editor. */
function showGate({ sentence, next }: Saying, state: string): void {
  setText('#gate-heading', sentence);
  setText('#gate-next', next);
  find('[data-action=retry]', HTMLElement).hidden = ['loading', 'unauthenticated', 'forbidden'].includes(
    state,
  );
  find('#gate', HTMLElement).hidden = false;
  find('#work', HTMLElement).hidden = true;
  if (state !== 'loading') find('#gate-heading', HTMLElement).focus();
  setState(state);
}

export const showLoading = (): void => showGate({ sentence: words.loading, next: '' }, 'loading');
export const showNoLogin = (): void => showGate(words.noLogin, 'unauthenticated');
export const showClosed = (error: unknown): void => showGate(sayingOf(error), codeOf(error));

/** Shows the editor, without any problems. */
export function showWork(): void {
  find('#gate', HTMLElement).hidden = true;
  find('#work', HTMLElement).hidden = false;
  wrong.clear();
  showStatus('');
  showWhatIsWrong();
}
