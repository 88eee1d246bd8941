import { element, find } from '../dom.ts';
import { directionOf } from '../messages/messages.ts';
import type { FieldProblem } from './api.ts';
import { type Content, type Part, parts, type TemplateId } from './content.ts';
import { snippetOf } from './variables.ts';
import { type Variable, words } from './words.ts';

/** The fields of the template that is being edited. */

type Field = HTMLInputElement | HTMLTextAreaElement;

const fields: Record<Part, Field> = {
  subject: find('#subject', HTMLInputElement),
  html: find('#html', HTMLTextAreaElement),
  text: find('#text', HTMLTextAreaElement),
};

export const typed = (): Content => ({
  subject: fields.subject.value,
  html: fields.html.value,
  text: fields.text.value,
});

export function onTyping(act: () => void): void {
  for (const part of parts) fields[part].addEventListener('input', act);
}

/** Puts a template into the fields. A field whose text is unchanged keeps its caret. */
export function showContent({ locale }: TemplateId, content: Content): void {
  for (const part of parts) {
    const field = fields[part];
    if (field.value !== content[part]) field.value = content[part];
    if (part === 'html') continue;
    field.lang = locale;
    field.dir = directionOf(locale);
  }
}

/** Inserts a variable at the caret or around the selected text. Undo works as for typing. */
export function insert(variable: Variable, part: Part): void {
  const field = fields[part];
  const { before, behind } = snippetOf(variable);
  const start = field.selectionStart ?? field.value.length;
  const selected = behind === undefined ? '' : field.value.slice(start, field.selectionEnd ?? start);
  field.focus();
  document.execCommand('insertText', false, `${before}${selected}${behind ?? ''}`);
  const caret = start + before.length;
  field.setSelectionRange(caret, caret + selected.length);
}

/** Shows at each field its problems, and ignores problems of other paths. */
export function showFieldProblems(problems: FieldProblem[]): void {
  for (const part of parts) {
    const own = problems.filter(({ path }) => path === part);
    fields[part].ariaInvalid = String(own.length > 0);
    const items = own.map(problem => element('li', {}, jumpButton(fields[part], problem)));
    find(`#${part}-problems`, HTMLElement).replaceChildren(
      ...(items.length > 0 ? [element('ul', {}, ...items)] : []),
    );
  }
}

export function focusFirstProblem(): void {
  parts
    .map(part => fields[part])
    .find(field => field.ariaInvalid === 'true')
    ?.focus();
}

function jumpButton(field: Field, problem: FieldProblem): HTMLButtonElement {
  const { message, line } = problem;
  const where = line === undefined || field instanceof HTMLInputElement ? '' : words.atLine(line);
  const button = element(
    'button',
    { type: 'button', 'data-action': 'jump' },
    element('b', {}, where),
    ' ',
    message,
  );
  button.addEventListener('click', () => {
    if (line !== undefined) putCaret(field, problem);
    field.focus();
  });
  return button;
}

function putCaret(field: Field, { line = 1, column = 1 }: FieldProblem): void {
  const before = field.value.split('\n').slice(0, line - 1);
  const at = before.reduce((length, text) => length + text.length + 1, 0) + column - 1;
  field.setSelectionRange(at, at);
}
