import { Problem } from '../../domain/problems.ts';
import type { TemplateContent } from '../../domain/template.ts';
import { sha256 } from '../runtime/sha256.ts';

export const etagOf = (version: number): string => `"${version}"`;

/** The version in `If-Match`. @throws `precondition_required` if missing, `precondition_failed` if not a version */
export function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new Problem('precondition_required');
  const [, version] = /^"(\d{1,15})"$/.exec(ifMatch) ?? [];
  if (version === undefined) throw new Problem('precondition_failed');
  return Number(version);
}

/** Templates in SES have no version, so the tag is a hash: equal contents have equal tags. */
export const etagOfTemplate = ({ subject, html, text }: TemplateContent): string =>
  `"${sha256(JSON.stringify([subject, html, text]))}"`;

/** `*` matches anything that exists (RFC 9110 section 13.1.1). @throws `precondition_failed` */
export function requireMatch(ifMatch: string, etag: string | undefined): void {
  const named = ifMatch.split(',').map(each => each.trim());
  if (etag === undefined || !(named.includes(etag) || ifMatch.trim() === '*'))
    throw new Problem('precondition_failed');
}
