import { isDeepStrictEqual } from 'node:util';
import type { Trust } from '../../domain/site.ts';

/** What a file does to the trust of a site, a line each. Issuers and origins are public; of all else the name must do. */
export function changesOf(before: Trust, after: Trust): string[] {
  const [old, now] = [partsOf(before), partsOf(after)];
  const added = [...now.keys()].filter(name => !old.has(name));
  const dropped = [...old.keys()].filter(name => !now.has(name));
  const changed = [...now].filter(
    ([name, value]) => old.has(name) && !isDeepStrictEqual(value, old.get(name)),
  );
  return [
    ...added.map(name => `new: ${name}`),
    ...changed.map(([name]) => `changed: ${name}`),
    ...dropped.map(name => `dropped: ${name}`),
  ];
}

/** Each thing that may be there or not, by its name. */
const partsOf = ({ linkBaseUrl, launcher, allowedOrigins, issuers }: Trust): Map<string, unknown> =>
  new Map<string, unknown>([
    ['trust.linkBaseUrl', linkBaseUrl],
    ['trust.launcher', launcher],
    ...allowedOrigins.map(origin => [`trust.allowedOrigins ${origin}`, true] as const),
    ...issuers.map(issuer => [`trust.issuers ${issuer.issuer}`, issuer] as const),
  ]);

/** @throws Error where the file has an issuer of the site no more */
export function keepIssuers(before: Trust, after: Trust): void {
  const kept = new Set(after.issuers.map(({ issuer }) => issuer));
  const dropped = before.issuers.map(({ issuer }) => issuer).filter(issuer => !kept.has(issuer));
  if (dropped.length === 0) return;
  throw new Error(
    `Nothing was changed: the site ${after.siteId} has the issuers ${dropped.join(', ')}, and the file has not. ` +
      'Whoever signs in by them would be shut out; where that is meant, add --drop-issuers.',
  );
}
