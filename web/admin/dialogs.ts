import { find } from '../dom.ts';
import { words } from './words.ts';

/** Opens a window; what it was answered with, which is empty where it was left. */
export function ask(selector: string): Promise<string> {
  const dialog = find(selector, HTMLDialogElement);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true });
  });
}

/** Leaves whatever is asked unanswered. */
export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
}

interface Question {
  title: string;
  text: string;
  action: string;
}

export async function confirmed({ title, text, action }: Question): Promise<boolean> {
  find('#confirm-title', HTMLElement).textContent = title;
  find('#confirm-text', HTMLElement).textContent = text;
  find('[data-action=confirm]', HTMLElement).textContent = action;
  return (await ask('#confirm')) === 'yes';
}

export function startDialogs(): void {
  find('#conflict-text', HTMLElement).textContent = words.conflict;
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-answer]')) {
    button.addEventListener('click', () => button.closest('dialog')?.close(button.dataset.answer));
  }
}
