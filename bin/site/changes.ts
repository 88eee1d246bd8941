import { isDeepStrictEqual } from 'node:util';
import type { Trust } from '../../domain/trust.ts';

/** The changes of a file to a site's trust, one a line. Issuers and origins are public; the rest is only named. */
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

/** The parts of a trust by name. */
const partsOf = ({
  linkBaseUrl,
  launcher,
  allowedOrigins,
  issuers,
  sharedUserIds,
}: Trust): Map<string, unknown> =>
  new Map<string, unknown>([
    ['trust.linkBaseUrl', linkBaseUrl],
    ['trust.launcher', launcher],
    ['trust.sharedUserIds', sharedUserIds],
    ...allowedOrigins.map(origin => [`trust.allowedOrigins ${origin}`, true] as const),
    ...issuers.map(issuer => [`trust.issuers ${issuer.issuer}`, issuer] as const),
  ]);

/** @throws Error if the file no longer has an issuer of the site */
export function keepIssuers(before: Trust, after: Trust): void {
  const kept = new Set(after.issuers.map(({ issuer }) => issuer));
  const dropped = before.issuers.map(({ issuer }) => issuer).filter(issuer => !kept.has(issuer));
  if (dropped.length === 0) return;
  throw new Error(
    `Nothing was changed: the file would remove issuers of the site ${after.siteId}: ${dropped.join(', ')}. ` +
      'People could no longer sign in with them. If that is intended, add --drop-issuers.',
  );
}
