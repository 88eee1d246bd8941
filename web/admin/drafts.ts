import { directionOf } from '../messages/messages.ts';
import { getTemplate, type Stored } from './api.ts';
import { type Content, hashOf, sameContent, type TemplateId } from './content.ts';
import { loginIssuer } from './login.ts';

/** A template that is being edited. */
export type Draft = {
  readonly id: TemplateId;
  content: Content;
  /** The content at the start of editing: the saved template, or for a new one the template that it copies. */
  base: Content;
  /** Whether it was ever saved. */
  exists: boolean;
  etag?: string | undefined;
  /** The text that was typed before another administrator's version was shown. */
  mine?: Content | undefined;
};

const origin: TemplateId = { name: 'invitation', locale: 'en' };
const nothing: Content = { subject: '', html: '', text: '' };

/** Drafts by site and template: they are kept while the administrator looks at another template or another site. */
const drafts = new Map<string, Draft>();

const keyOf = (id: TemplateId): string => loginIssuer() + hashOf(id);

export const isChanged = ({ content, base }: Draft): boolean => !sameContent(content, base);

/** Whether closing the page would lose text. */
export const anyUnsaved = (): boolean =>
  [...drafts.values()].some(draft => isChanged(draft) || draft.mine !== undefined);

export const draftOf = (id: TemplateId): Draft | undefined => drafts.get(keyOf(id));

/** The new drafts of the current site. */
export const newDrafts = (): Draft[] =>
  [...drafts.values()].filter(draft => !draft.exists && draftOf(draft.id) === draft);

/** Drops the draft of a template that does not exist and that the administrator no longer wants. */
export function forget(draft: Draft): void {
  draft.exists = false;
  for (const [key, each] of drafts) if (each === draft) drafts.delete(key);
}

/** Gives the copy's HTML the `lang` (for screen readers) and the `dir` of another language. */
function inLanguage({ locale }: TemplateId, { html, ...rest }: Content): Content {
  const root = `<html lang="${locale}" dir="${directionOf(locale)}"`;
  return { ...rest, html: html.replace(/<html lang="[^"]*" dir="[^"]*"/, root) };
}

/** The draft of a template. A template that does not exist yet begins as a copy of the English invitation. */
export async function openDraft(id: TemplateId): Promise<Draft> {
  const known = draftOf(id);
  if (known) return known;
  const key = keyOf(id);
  const stored = await getTemplate(id);
  const base = stored?.content ?? inLanguage(id, (await getTemplate(origin))?.content ?? nothing);
  const draft = { id, content: base, base, exists: stored !== undefined, etag: stored?.etag };
  // On a slow network, another call may have opened the draft meanwhile, and the administrator may be typing in it.
  const meanwhile = drafts.get(key);
  if (meanwhile) return meanwhile;
  drafts.set(key, draft);
  return draft;
}

/** Replaces the draft by the saved template, and drops the text that was typed. */
export function accept(draft: Draft, { content, etag }: Stored): void {
  Object.assign(draft, { content, base: content, exists: true, etag, mine: undefined });
}
