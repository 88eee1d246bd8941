import { find } from '../dom.ts';
import { words } from './words.ts';

/** Opens a dialog. @returns the value of its button, empty if the dialog was dismissed */
export function ask(selector: string): Promise<string> {
  const dialog = find(selector, HTMLDialogElement);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue), { once: true });
  });
}

/** Dismisses every open dialog. */
export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
}

type Question = {
  title: string;
  text: string;
  action: string;
};

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
