import { deleteTemplate, getTemplate, putTemplate, Refusal, type Stored, testTemplate } from './api.ts';
import { sameContent } from './content.ts';
import { ask, confirmed } from './dialogs.ts';
import { accept, type Draft, forget, isChanged } from './drafts.ts';
import { showRefusal } from './notices.ts';
import { sampleVariables } from './samples.ts';
import { words } from './words.ts';

/** Acts on the draft and returns the status to show. If the API refuses, the typed text is kept. */
export type Action = (draft: Draft) => Promise<string>;

const isConflict = (error: unknown) => error instanceof Refusal && error.code === 'precondition_failed';

async function put(draft: Draft, etag: string | undefined): Promise<string> {
  const sent = draft.content;
  const stored = await putTemplate(draft.id, sent, etag);
  const isSame = sameContent(draft.content, sent);
  const later = isSame ? stored.content : draft.content;
  accept(draft, stored);
  draft.content = later;
  return isSame ? words.saved : '';
}

export const save: Action = async draft => {
  if (draft.exists && !isChanged(draft)) return words.nothingToSave;
  try {
    return await put(draft, draft.etag);
  } catch (error) {
    if (!isConflict(error)) throw error;
    return settleConflict(draft, error);
  }
};

async function settleConflict(draft: Draft, conflict: unknown): Promise<string> {
  showRefusal('action', conflict);
  const answer = await ask('#conflict');
  if (answer === '') return '';
  const theirs = await getTemplate(draft.id);
  if (answer === 'mine') return put(draft, theirs?.etag);
  showTheirs(draft, theirs);
  return theirs ? words.theirs : words.theyDeleted;
}

/** Shows the saved version of another administrator. If they deleted it, this draft becomes a new template. */
function showTheirs(draft: Draft, theirs: Stored | undefined): void {
  const mine = draft.content;
  if (!theirs) Object.assign(draft, { exists: false, etag: undefined });
  else accept(draft, theirs);
  if (theirs && !sameContent(mine, theirs.content)) draft.mine = mine;
}

export const sendTest: Action = async ({ id, content }) => {
  await testTemplate(id, content, sampleVariables());
  return words.tested;
};

export const discard: Action = async draft => {
  if (!(await confirmed(words.discard))) return '';
  if (draft.exists) draft.content = draft.base;
  else forget(draft);
  return '';
};

/** Leaves another administrator's saved version and restores the text that was typed before. */
export const backToMine: Action = async draft => {
  draft.content = draft.mine ?? draft.content;
  draft.mine = undefined;
  return '';
};

/** Restores the default; removes a template that has no default. */
export async function reset(draft: Draft, hasDefault: boolean): Promise<string> {
  if (!(await confirmed(hasDefault ? words.reset : words.remove))) return '';
  try {
    await deleteTemplate(draft.id, draft.etag);
  } catch (error) {
    if (!isConflict(error)) throw error;
    showTheirs(draft, await getTemplate(draft.id));
    return words.notReset;
  }
  const stored = await getTemplate(draft.id);
  if (stored) accept(draft, stored);
  else forget(draft);
  return stored ? words.isDefault : words.removed;
}
