import { Problem } from '../../domain/problems.ts';
import type { TemplateContent } from '../../domain/template.ts';
import { sha256 } from '../shared/sha256.ts';

export const etagOf = (version: number): string => `"${version}"`;

/** The version that `If-Match` names. @throws `precondition_failed` where it is missing or of another form */
export function versionOf(ifMatch: string | undefined): number {
  const [, version] = /^"(\d{1,15})"$/.exec(ifMatch ?? '') ?? [];
  if (version === undefined) throw new Problem('precondition_failed');
  return Number(version);
}

/** Of what has no version: equal contents have equal tags. */
export const etagOfTemplate = ({ subject, html, text }: TemplateContent): string =>
  `"${sha256(JSON.stringify([subject, html, text]))}"`;

/** `*` names whatever there is (RFC 9110 section 13.1.1). @throws `precondition_failed` */
export function requireMatch(ifMatch: string, etag: string | undefined): void {
  const named = ifMatch.split(',').map(each => each.trim());
  if (etag === undefined || !(named.includes(etag) || ifMatch.trim() === '*'))
    throw new Problem('precondition_failed');
}
