import { directionOf } from '../messages/messages.ts';
import { getTemplate, type Stored } from './api.ts';
import { type Content, hashOf, sameContent, type TemplateId } from './content.ts';

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

/** Whoever looks at another template comes back to what was written. */
const drafts = new Map<string, Draft>();

export const isChanged = ({ content, base }: Draft): boolean => !sameContent(content, base);

/** Whether something would be lost with the page. */
export const anyUnsaved = (): boolean =>
  [...drafts.values()].some(draft => isChanged(draft) || draft.mine !== undefined);

export const draftOf = (id: TemplateId): Draft | undefined => drafts.get(hashOf(id));

export const newDrafts = (): Draft[] => [...drafts.values()].filter(({ exists }) => !exists);

/** It is not there, and nobody wants to write it any more. */
export function forget(draft: Draft): void {
  draft.exists = false;
  drafts.delete(hashOf(draft.id));
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
  const stored = await getTemplate(id);
  const base = stored?.content ?? inLanguage(id, (await getTemplate(origin))?.content ?? nothing);
  const draft = { id, content: base, base, exists: stored !== undefined, etag: stored?.etag };
  // Somebody who clicks back and forth on a slow network may be writing already.
  const meanwhile = draftOf(id);
  if (meanwhile) return meanwhile;
  drafts.set(hashOf(id), draft);
  return draft;
}

/** Makes what is saved the draft, and gives up what was written. */
export function accept(draft: Draft, { content, etag }: Stored): void {
  Object.assign(draft, { content, base: content, exists: true, etag, mine: undefined });
}
