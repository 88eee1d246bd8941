import { directionOf } from '../messages/messages.ts';
import { getTemplate, type Stored } from './api.ts';
import { type Content, hashOf, sameContent, type TemplateId } from './content.ts';
import { loginIssuer } from './login.ts';

/** A template as it is being written. */
export interface Draft {
  readonly id: TemplateId;
  content: Content;
  /** What it began with: the template as it is saved, or for a new one what it is a copy of. */
  base: Content;
  /** Whether it was ever saved. */
  exists: boolean;
  etag?: string | undefined;
  /** What was written before the version of somebody else was looked at. */
  mine?: Content | undefined;
}

const origin: TemplateId = { name: 'invitation', locale: 'en' };
const nothing: Content = { subject: '', html: '', text: '' };

/** Whoever looks at another template comes back to what was written; so does who goes to another site. */
const drafts = new Map<string, Draft>();

const keyOf = (id: TemplateId): string => loginIssuer() + hashOf(id);

export const isChanged = ({ content, base }: Draft): boolean => !sameContent(content, base);

/** Whether something would be lost with the page. */
export const anyUnsaved = (): boolean =>
  [...drafts.values()].some(draft => isChanged(draft) || draft.mine !== undefined);

export const draftOf = (id: TemplateId): Draft | undefined => drafts.get(keyOf(id));

/** Of the site that is looked at. */
export const newDrafts = (): Draft[] =>
  [...drafts.values()].filter(draft => !draft.exists && draftOf(draft.id) === draft);

/** It is not there, and nobody wants to write it any more. */
export function forget(draft: Draft): void {
  draft.exists = false;
  for (const [key, each] of drafts) if (each === draft) drafts.delete(key);
}

/** A copy for another language, which says so to whoever reads it out, and runs in its direction. */
function inLanguage({ locale }: TemplateId, { html, ...rest }: Content): Content {
  const root = `<html lang="${locale}" dir="${directionOf(locale)}"`;
  return { ...rest, html: html.replace(/<html lang="[^"]*" dir="[^"]*"/, root) };
}

/** The draft of a template; one that is not there yet begins as a copy of the English invitation. */
export async function openDraft(id: TemplateId): Promise<Draft> {
  const known = draftOf(id);
  if (known) return known;
  const key = keyOf(id);
  const stored = await getTemplate(id);
  const base = stored?.content ?? inLanguage(id, (await getTemplate(origin))?.content ?? nothing);
  const draft = { id, content: base, base, exists: stored !== undefined, etag: stored?.etag };
  // Somebody who clicks back and forth on a slow network may be writing already.
  const meanwhile = drafts.get(key);
  if (meanwhile) return meanwhile;
  drafts.set(key, draft);
  return draft;
}

/** Makes what is saved the draft, and gives up what was written. */
export function accept(draft: Draft, { content, etag }: Stored): void {
  Object.assign(draft, { content, base: content, exists: true, etag, mine: undefined });
}
