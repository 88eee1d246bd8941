/** The page `/admin/templates`: an administrator writes the mails of a site, and sees what they look like. */
import { find } from '../dom.ts';
import { type Action, backToMine, discard, reset, save, sendTest } from './actions.ts';
import { getSite, type Listed, listTemplates } from './api.ts';
import { hashOf, idOf, type TemplateId } from './content.ts';
import { closeDialogs, startDialogs } from './dialogs.ts';
import { anyUnsaved, type Draft, draftOf, isChanged, newDrafts, openDraft } from './drafts.ts';
import { focusFirstProblem, onTyping, showContent, typed } from './fields.ts';
import { languageName } from './languages.ts';
import { login, loginIssuer, takeLogin } from './login.ts';
import { askForNew, startNewTemplate } from './new-template.ts';
import {
  showClosed,
  showFine,
  showLoading,
  showNoLogin,
  showRefusal,
  showStatus,
  showWork,
} from './notices.ts';
import { clearPreview, schedulePreview, startViews } from './preview.ts';
import { startSamples } from './samples.ts';
import { markUnsaved, showList } from './template-list.ts';
import { startVariableMenu } from './variable-menu.ts';
import { words } from './words.ts';

let listed: Listed[] = [];
let inUse: string | null = null;
let current: Draft | undefined;
let turn = 0;
let busy = false;

const entryOf = (id: TemplateId) => listed.find(each => hashOf(each) === hashOf(id));
const button = (action: string) => find(`[data-action=${action}]`, HTMLButtonElement);

/** Says how the template stands that is being written. */
function showStanding(draft: Draft): void {
  const { id, exists } = draft;
  const changed = isChanged(draft);
  markUnsaved();
  find('#mark', HTMLElement).textContent = exists
    ? words.marks[changed ? 'changed' : 'saved']
    : words.marks.isNew;
  find('#mark', HTMLElement).dataset.unsaved = String(changed || !exists);
  button('discard').hidden = exists && !changed;
  button('reset').hidden = !exists;
  button('reset').textContent = (entryOf(id)?.hasDefault ? words.reset : words.remove).action;
  button('mine').hidden = draft.mine === undefined;
}

function showAll(chosen: TemplateId): void {
  const added = newDrafts().filter(({ id }) => !entryOf(id));
  showList([...listed, ...added.map(({ id }) => id)], chosen, inUse);
}

function show(draft: Draft): void {
  const { name, locale } = draft.id;
  const language = languageName(locale);
  current = draft;
  find('#heading', HTMLElement).textContent = `${name}, ${language}`;
  document.title = `${language}, ${name} – ${words.title}`;
  showWork();
  showContent(draft.id, draft.content);
  showAll(draft.id);
  showStanding(draft);
  clearPreview();
  schedulePreview(draft);
}

/** Where the address names no template: the English one of those that invitations are made of, or any. */
function firstId(): TemplateId {
  const own = listed.filter(({ name }) => name === inUse);
  return (
    own.find(({ locale }) => locale === 'en') ?? own[0] ?? listed[0] ?? { name: 'invitation', locale: 'en' }
  );
}

/** Where a template came or went, here or elsewhere, the list is not what it was. */
async function listAnew({ id, exists }: Draft): Promise<void> {
  if (exists !== (entryOf(id) !== undefined)) listed = await listTemplates();
}

/** Shows the template of the address; where that cannot be had the one before stays. */
async function choose(): Promise<void> {
  const mine = ++turn;
  const id = idOf(location.hash) ?? firstId();
  try {
    const draft = await openDraft(id);
    await listAnew(draft);
    if (mine !== turn) return;
    show(draft);
  } catch (error) {
    if (mine !== turn) return;
    if (!current) throw error;
    showRefusal('action', error);
  }
  if (current) history.replaceState(null, '', hashOf(current.id));
}

async function open(): Promise<void> {
  if (!login()) return showNoLogin();
  showLoading();
  try {
    const [items, site] = await Promise.all([listTemplates(), getSite()]);
    listed = items;
    inUse = site.template;
    find('#site', HTMLElement).textContent = site.name;
    await choose();
  } catch (error) {
    showClosed(error);
  }
}

/** Goes to another template, as a click on a link does. */
async function moveOn(): Promise<void> {
  await choose();
  find('#heading', HTMLElement).focus();
}

/** After something was done: what of it is to be seen. */
async function showOutcome(draft: Draft, before: Draft['content']): Promise<void> {
  await listAnew(draft);
  if (draft !== current) return;
  if (draftOf(draft.id) !== draft) {
    history.replaceState(null, '', location.pathname);
    return moveOn();
  }
  showContent(draft.id, draft.content);
  showAll(draft.id);
  showStanding(draft);
  if (draft.content !== before) schedulePreview(draft);
}

/** One thing after the other: a second click on Save is not a second save. */
async function act(action: Action): Promise<void> {
  if (!current || busy) return;
  const draft = current;
  const before = draft.content;
  busy = true;
  try {
    const said = await action(draft);
    if (draft === current) showFine('action');
    await showOutcome(draft, before);
    if (draft === current) showStatus(said);
  } catch (error) {
    // Of a template that was left its mark in the list says that it is not saved.
    if (draft !== current) return markUnsaved();
    showRefusal('action', error);
    focusFirstProblem();
  } finally {
    busy = false;
  }
}

async function addNew(): Promise<void> {
  const hash = await askForNew(listed);
  if (hash) location.hash = hash;
}

/** Nothing of one site is shown, or saved, at another. */
function leaveSite(): void {
  closeDialogs();
  turn += 1;
  current = undefined;
}

function tryAgain(): void {
  if (!current) return void open();
  showFine('action');
  schedulePreview(current);
}

onTyping(() => {
  if (!current) return;
  current.content = typed();
  showStatus('');
  showFine('action');
  showStanding(current);
  schedulePreview(current, { whileTyping: true });
});
button('save').addEventListener('click', () => void act(save));
button('test').addEventListener('click', () => void act(sendTest));
button('discard').addEventListener('click', () => void act(discard));
button('mine').addEventListener('click', () => void act(backToMine));
button('reset').addEventListener(
  'click',
  () => void act(draft => reset(draft, entryOf(draft.id)?.hasDefault === true)),
);
button('new').addEventListener('click', () => void addNew());
button('retry').addEventListener('click', tryAgain);
window.addEventListener('keydown', event => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key !== 's') return;
  event.preventDefault();
  void act(save);
});
window.addEventListener('hashchange', () => {
  const before = loginIssuer();
  const isNew = takeLogin();
  if (loginIssuer() !== before) leaveSite();
  if (isNew) tryAgain();
  else if (current) void moveOn();
});
window.addEventListener('online', () => {
  if (document.documentElement.dataset.state === 'offline') tryAgain();
});
window.addEventListener('beforeunload', event => {
  if (anyUnsaved()) event.preventDefault();
});

find('#text-hint', HTMLElement).textContent = words.textHint;
startDialogs();
startNewTemplate();
startVariableMenu();
startSamples(() => current && schedulePreview(current));
startViews();
takeLogin();
void open();
