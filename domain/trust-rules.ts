import type { Trust } from './trust.ts';

/**
 * Rules for a site's trust, checked when it is stored (docs/contract.md#2-callers, Claims). They are not part of the schema,
 * so a site that was stored before a rule existed keeps working.
 */

export type TrustMistake = { path: (string | number)[]; message: string };

/** `origins` are Roompass's own public origins, as far as they are known. */
export const trustMistakes = (trust: Trust, origins: string[]): TrustMistake[] => [
  ...userIdMistakes(trust),
  ...ownOriginMistakes(trust, origins),
  ...kalturaMistakes(trust),
];

/** A source of people: an issuer or Kaltura. */
type Source = { path: TrustMistake['path']; prefix: string | undefined };

/** Without prefixes, the user id `owner` of one source would equal `owner` of another. */
function userIdMistakes({ issuers, kaltura, sharedUserIds }: Trust): TrustMistake[] {
  const sources: Source[] = [
    ...issuers.map(({ userIdPrefix }, index) => ({ path: ['issuers', index], prefix: userIdPrefix })),
    ...(kaltura === undefined ? [] : [{ path: ['kaltura'], prefix: kaltura.userIdPrefix }]),
  ].map(({ path, prefix }) => ({ path: [...path, 'userIdPrefix'], prefix: prefix?.toLowerCase() }));
  if (sources.length < 2 || sharedUserIds) return [];
  return sources.flatMap(({ path, prefix }) => {
    const others = sources.filter(other => other.path !== path);
    const message = mistakeOf(
      prefix,
      others.map(other => other.prefix),
    );
    return message === undefined ? [] : [{ path, message }];
  });
}

function mistakeOf(prefix: string | undefined, others: (string | undefined)[]): string | undefined {
  if (!prefix)
    return 'must be given, such as staff:, if there are several sources of people (issuers, Kaltura) and trust.sharedUserIds is not true';
  return others.some(other => other?.startsWith(prefix))
    ? 'must not be the beginning of another userIdPrefix; case is ignored'
    : undefined;
}

/** Roompass signs its tokens with its origin as `iss`. They must never be accepted as logins. */
const ownOriginMistakes = ({ issuers }: Trust, origins: string[]): TrustMistake[] =>
  issuers.flatMap(({ issuer }, index) =>
    origins.some(origin => isOrigin(issuer, origin))
      ? [{ path: ['issuers', index, 'issuer'], message: 'must not be an origin of Roompass itself' }]
      : [],
  );

function isOrigin(issuer: string, origin: string): boolean {
  const url = URL.parse(issuer);
  return url !== null && url.href === URL.parse(origin)?.href;
}

/** What one member of the trust needs of another. */
function kalturaMistakes({ kaltura, launcher }: Trust): TrustMistake[] {
  if (kaltura === undefined)
    return launcher.type === 'url'
      ? []
      : [{ path: ['kaltura'], message: `must be given for the launcher ${launcher.type}` }];
  return kaltura.rooms === 'kaltura' && kaltura.appTokenRef === undefined
    ? [{ path: ['kaltura', 'appTokenRef'], message: 'must be given if rooms is kaltura' }]
    : [];
}
