import { PUBLISHED_CACHE_MILLIS } from '../../domain/lifetimes.ts';

/** For answers that are the same for all callers, and change only with a deploy or a key rotation. */
export const cacheable = { 'cache-control': `public, max-age=${PUBLISHED_CACHE_MILLIS / 1000}` };
