import { element, find } from '../dom.ts';
import type { Part } from './content.ts';
import { insert } from './fields.ts';
import { fitsInto, variableGroups } from './variables.ts';
import { type Variable, words } from './words.ts';

const menu = find('#variables', HTMLElement);
const openers = document.querySelectorAll<HTMLButtonElement>('[data-action=variables]');

let part: Part = 'html';

function offer(variable: Variable): HTMLElement {
  const { label, meaning } = words.variables[variable];
  const attributes = { type: 'button', 'data-action': 'insert', 'data-variable': variable };
  const name = element('span', {}, element('b', {}, label), ' ', element('code', {}, variable));
  const button = element('button', attributes, name, ' ', element('small', {}, meaning));
  button.addEventListener('click', () => {
    menu.hidePopover();
    insert(variable, part);
  });
  return element('li', {}, button);
}

const groups = () =>
  Object.entries(variableGroups).map(([group, variables]) => {
    const id = `variables-${group}`;
    const title = element('h3', { id }, words.groups[group as keyof typeof variableGroups]);
    const list = element('ul', {}, ...variables.filter(each => fitsInto(each, part)).map(offer));
    return element('section', { 'aria-labelledby': id }, title, list);
  });

/** Sets up the menu of variables that the button at each field opens. */
export function startVariableMenu(): void {
  for (const opener of openers) {
    const own = opener.dataset.part as Part;
    opener.textContent = words.insert;
    opener.ariaLabel = words.insertInto(words.parts[own]);
    opener.addEventListener('click', () => {
      part = own;
    });
  }
  menu.addEventListener('beforetoggle', event => {
    if (event.newState === 'open') menu.replaceChildren(...groups());
  });
  menu.addEventListener('toggle', event => {
    if (event.newState === 'open') menu.querySelector('button')?.focus();
  });
}
