import { find } from '../dom.ts';
import { directionOf } from '../messages/messages.ts';
import { previewTemplate } from './api.ts';
import type { Content } from './content.ts';
import type { Draft } from './drafts.ts';
import { showFine, showRefusal } from './notices.ts';
import { sampleVariables } from './samples.ts';
import { words } from './words.ts';

const TYPING_PAUSE = 400;
const mail = find('#mail', HTMLElement);
const stage = find('#stage', HTMLElement);
const frame = find('#frame', HTMLIFrameElement);
const plain = find('#plain', HTMLTextAreaElement);

let turn = 0;
let timer: number | undefined;

/** A link must not navigate the frame away from the mail. `_blank` makes it inert: the sandbox blocks new windows. */
function withoutWayOut(html: string): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const link of parsed.links) link.setAttribute('target', '_blank');
  return (parsed.doctype ? '<!doctype html>' : '') + parsed.documentElement.outerHTML;
}

/** Sets which mail is visible: the current one, a stale one from before a problem, or none yet. */
function mark(shown: 'current' | 'stale' | 'none', text = ''): void {
  mail.dataset.shown = shown;
  find('#stale', HTMLElement).textContent = text;
}

function showMail({ id }: Draft, { subject, html, text }: Content): void {
  find('#mail-subject', HTMLElement).textContent = subject;
  frame.srcdoc = withoutWayOut(html);
  plain.value = text;
  plain.lang = id.locale;
  plain.dir = directionOf(id.locale);
  mark('current');
}

async function preview(draft: Draft): Promise<void> {
  const mine = ++turn;
  try {
    const made = await previewTemplate(draft.id, draft.content, sampleVariables());
    if (mine !== turn) return;
    showMail(draft, made);
    showFine('preview');
  } catch (error) {
    if (mine !== turn) return;
    if (mail.dataset.shown === 'none') mark('none', words.preview.none);
    else mark('stale', words.preview.stale);
    showRefusal('preview', error);
  }
}

/** Renders the mail now, or when the typing pauses. Only the latest answer counts. */
export function schedulePreview(draft: Draft, { whileTyping = false } = {}): void {
  clearTimeout(timer);
  turn++;
  timer = window.setTimeout(() => void preview(draft), whileTyping ? TYPING_PAUSE : 0);
}

/** Hides the mail of the previous template. */
export function clearPreview(): void {
  clearTimeout(timer);
  turn++;
  mark('none', words.preview.waiting);
}

const fitFrame = () =>
  stage.style.setProperty('--scale', `${Math.min(1, stage.clientWidth / frame.offsetWidth)}`);

function showView(view: string): void {
  mail.dataset.view = view;
  fitFrame();
}

/** Starts the choice of views. A mail that is wider than the screen is scaled down. */
export function startViews(): void {
  const onPhone = matchMedia('(width < 48rem)').matches;
  for (const choice of document.querySelectorAll<HTMLInputElement>('input[name=view]')) {
    choice.addEventListener('change', () => showView(choice.value));
    if (onPhone && choice.value === 'phone') choice.click();
  }
  new ResizeObserver(fitFrame).observe(stage);
}
