/** The page `/admin/templates`: an administrator edits the mails of a site, with a preview. */
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

/** Shows whether the current template is saved, changed or new. */
function showSaveState(draft: Draft): void {
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
  showSaveState(draft);
  clearPreview();
  schedulePreview(draft);
}

/** The template to show if the address names none: the English one that invitations use, otherwise any. */
function firstId(): TemplateId {
  const own = listed.filter(({ name }) => name === inUse);
  return (
    own.find(({ locale }) => locale === 'en') ?? own[0] ?? listed[0] ?? { name: 'invitation', locale: 'en' }
  );
}

/** Fetches the list again if a template was added or removed, here or by another administrator. */
async function listAnew({ id, exists }: Draft): Promise<void> {
  if (exists !== (entryOf(id) !== undefined)) listed = await listTemplates();
}

/** Shows the template of the address. If that fails, the previous template stays. */
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

/** Shows another template and moves the focus, as a click on a link does. */
async function moveOn(): Promise<void> {
  await choose();
  find('#heading', HTMLElement).focus();
}

/** Shows the result of an action. */
async function showOutcome(draft: Draft, before: Draft['content']): Promise<void> {
  await listAnew(draft);
  if (draft !== current) return;
  if (draftOf(draft.id) !== draft) {
    history.replaceState(null, '', location.pathname);
    return moveOn();
  }
  showContent(draft.id, draft.content);
  showAll(draft.id);
  showSaveState(draft);
  if (draft.content !== before) schedulePreview(draft);
}

/** Runs one action at a time: a second click on Save does not save twice. */
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
    // The administrator has left this template: the mark in the list shows that it is not saved.
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

/** Resets the page, so that it never shows or saves one site's template at another site. */
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
  showSaveState(current);
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
