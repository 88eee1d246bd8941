import type { Trust } from './site.ts';

/**
 * Rules for a site's trust, checked when it is stored (docs/contract.md#2-callers, Claims). They are not part of the schema,
 * so a site that was stored before a rule existed keeps working.
 */

export type TrustMistake = { path: (string | number)[]; message: string };

/** `origins` are Roompass's own public origins, as far as they are known. */
export const trustMistakes = (trust: Trust, origins: string[]): TrustMistake[] => [
  ...userIdMistakes(trust),
  ...ownOriginMistakes(trust, origins),
];

/** Without prefixes, the user id `owner` of one issuer would equal `owner` of another. */
function userIdMistakes({ issuers, sharedUserIds }: Trust): TrustMistake[] {
  if (issuers.length < 2 || sharedUserIds) return [];
  const prefixes = issuers.map(({ userIdPrefix }) => userIdPrefix?.toLowerCase());
  return prefixes.flatMap((prefix, index) => {
    const message = mistakeOf(
      prefix,
      prefixes.filter((_, other) => other !== index),
    );
    return message === undefined ? [] : [{ path: ['issuers', index, 'userIdPrefix'], message }];
  });
}

function mistakeOf(prefix: string | undefined, others: (string | undefined)[]): string | undefined {
  if (!prefix)
    return 'must be given, such as staff:, if there are several issuers and trust.sharedUserIds is not true';
  return others.some(other => other?.startsWith(prefix))
    ? 'must not be the beginning of another issuer’s userIdPrefix; case is ignored'
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
