import { element, find } from '../dom.ts';
import { hashOf, idOf, type TemplateId } from './content.ts';
import { ask } from './dialogs.ts';
import { languageName, localeMeantBy, suggestedLocales } from './languages.ts';
import { words } from './words.ts';

/** The dialog that asks for a new template's name and language. */

const dialog = find('#new', HTMLDialogElement);
const name = find('#new-name', HTMLInputElement);
const locale = find('#new-locale', HTMLInputElement);

let taken: TemplateId[] = [];

function complain(field: HTMLInputElement, problem: string): void {
  find(`#${field.id}-problem`, HTMLElement).textContent = problem;
  field.ariaInvalid = String(problem !== '');
}

function explainLocale(): void {
  const tag = localeMeantBy(locale.value.trim());
  const hint = tag === undefined ? words.create.localeHint : words.create.localeIs(languageName(tag));
  find('#new-locale-hint', HTMLElement).textContent = hint;
}

/** Closes the dialog with the new template's fragment, or shows at a field why that is not possible. */
function create(): void {
  const tag = localeMeantBy(locale.value.trim());
  const hash = hashOf({ name: name.value.trim(), locale: tag ?? 'en' });
  const exists = tag !== undefined && taken.some(each => hashOf(each) === hash);
  complain(name, idOf(hash) ? '' : words.create.nameProblem);
  complain(locale, exists ? words.create.exists : tag ? '' : words.create.localeProblem);
  const invalid = [name, locale].find(field => field.ariaInvalid === 'true');
  if (invalid) invalid.focus();
  else dialog.close(hash);
}

/** Asks for a name and a language that no template has yet. @returns the fragment, empty if dismissed */
export function askForNew(known: TemplateId[]): Promise<string> {
  taken = known;
  name.value = known[0]?.name ?? '';
  locale.value = '';
  complain(name, '');
  complain(locale, '');
  explainLocale();
  const names = new Set(known.map(each => each.name));
  find('#names', HTMLElement).replaceChildren(...[...names].map(value => element('option', { value })));
  return ask('#new');
}

export function startNewTemplate(): void {
  find('#new-lead', HTMLElement).textContent = words.create.lead;
  find('#new-name-hint', HTMLElement).textContent = words.create.nameHint;
  const languages = suggestedLocales.map(value => element('option', { value, label: languageName(value) }));
  find('#languages', HTMLElement).append(...languages);
  locale.addEventListener('input', explainLocale);
  find('form', HTMLFormElement, dialog).addEventListener('submit', event => {
    event.preventDefault();
    create();
  });
}
