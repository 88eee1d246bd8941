import { element, find } from '../dom.ts';
import { call } from './api.ts';

type Match = {
  email: string;
  firstName: string;
  lastName: string;
};

const field = find('#email', HTMLInputElement);
const list = find('#matches', HTMLElement);

let matches: Match[] = [];
let active = -1;
let turn = 0;

function close(): void {
  turn++;
  active = -1;
  list.hidden = true;
  field.ariaExpanded = 'false';
  field.removeAttribute('aria-activedescendant');
}

function choose(match: Match): void {
  field.value = match.email;
  find('#first-name', HTMLInputElement).value = match.firstName;
  find('#last-name', HTMLInputElement).value = match.lastName;
  close();
  find('#roles input', HTMLInputElement).focus();
}

function option({ email, firstName, lastName }: Match, index: number): HTMLElement {
  const attributes = { role: 'option', id: `match-${index}`, 'data-person-email': email };
  return element('div', attributes, element('b', {}, `${firstName} ${lastName}`.trim()), ` ${email}`);
}

function open(found: Match[]): void {
  matches = found;
  active = -1;
  list.replaceChildren(...found.map(option));
  list.hidden = found.length === 0;
  field.ariaExpanded = String(found.length > 0);
}

function move(step: number): void {
  active = (active + step + matches.length) % matches.length;
  for (const [index, shown] of [...list.children].entries()) shown.ariaSelected = String(index === active);
  field.setAttribute('aria-activedescendant', `match-${active}`);
}

async function suggest(peoplePath: string): Promise<void> {
  const mine = ++turn;
  const query = field.value.trim();
  if (query.length < 3) return close();
  // Debounces the typing: not every letter needs a request.
  await new Promise(resolve => setTimeout(resolve, 150));
  if (mine !== turn) return;
  // Suggestions are optional: without them the manager types the whole address.
  const path = `${peoplePath}?q=${encodeURIComponent(query)}`;
  const { items } = await call<{ items: Match[] }>('GET', path).catch(() => ({ items: [] }));
  if (mine === turn) open(items);
}

function steer(event: KeyboardEvent): void {
  if (list.hidden) return;
  const chosen = matches[active];
  if (event.key === 'ArrowDown') move(1);
  else if (event.key === 'ArrowUp') move(active < 0 ? 0 : -1);
  else if (event.key === 'Escape') close();
  else if (event.key === 'Enter' && chosen) choose(chosen);
  else return;
  event.preventDefault();
}

/** Suggests people of the site while the manager types an address; a choice fills in the names. */
export function startTypeahead(peoplePath: () => string): void {
  field.addEventListener('input', () => void suggest(peoplePath()));
  field.addEventListener('keydown', steer);
  field.addEventListener('blur', close);
  // On pointer down, because the blur before a click would close the list.
  list.addEventListener('pointerdown', event => {
    event.preventDefault();
    const index = [...list.children].findIndex(shown => shown.contains(event.target as Node));
    const match = matches[index];
    if (match) choose(match);
  });
}
