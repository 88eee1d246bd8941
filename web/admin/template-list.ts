import { element, find } from '../dom.ts';
import { hashOf, idOf, type TemplateId } from './content.ts';
import { draftOf, isChanged } from './drafts.ts';
import { languageName } from './languages.ts';
import { words } from './words.ts';

const list = find('#list', HTMLElement);

function entry(id: TemplateId, chosen: TemplateId): HTMLElement {
  const code = element('code', {}, id.locale);
  const mark = element('small', { class: 'unsaved' }, words.unsaved);
  const link = element('a', { href: hashOf(id) }, languageName(id.locale), ' ', code, ' ', mark);
  if (hashOf(id) === hashOf(chosen)) link.ariaCurrent = 'page';
  return element('li', {}, link);
}

/** Marks the templates that have unsaved changes or were never saved. */
export function markUnsaved(): void {
  for (const link of list.querySelectorAll('a')) {
    const id = idOf(link.hash);
    const draft = id && draftOf(id);
    find('.unsaved', HTMLElement, link).hidden = !draft || (draft.exists && !isChanged(draft));
  }
}

const byLanguage = (one: TemplateId, other: TemplateId) =>
  languageName(one.locale).localeCompare(languageName(other.locale), words.locale);

/** Lists the templates by name; first the template that invitations use. */
export function showList(ids: TemplateId[], chosen: TemplateId, inUse: string | null): void {
  const groups = Map.groupBy(ids, ({ name }) => name);
  const names = [...groups.keys()].toSorted((one, other) =>
    one === inUse ? -1 : other === inUse ? 1 : one.localeCompare(other),
  );
  const sections = names.map((name, index) => {
    const id = `group-${index}`;
    const badge = name === inUse ? [' ', element('small', {}, words.inUse)] : [];
    const entries = (groups.get(name) ?? []).toSorted(byLanguage).map(each => entry(each, chosen));
    const title = element('h3', { id }, name, ...badge);
    return element('section', {}, title, element('ul', { 'aria-labelledby': id }, ...entries));
  });
  list.replaceChildren(...sections);
  markUnsaved();
  list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
}
