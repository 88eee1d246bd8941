import { Problem } from '../../domain/problems.ts';

export const etagOf = (version: number): string => `"${version}"`;

/** The version that `If-Match` names. @throws `precondition_failed` where it is missing or of another form */
export function versionOf(ifMatch: string | undefined): number {
  const [, version] = /^"(\d{1,15})"$/.exec(ifMatch ?? '') ?? [];
  if (version === undefined) throw new Problem('precondition_failed');
  return Number(version);
}
