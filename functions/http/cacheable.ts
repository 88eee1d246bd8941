import { PUBLISHED_CACHE_MILLIS } from '../../domain/keys.ts';

/** For what is the same for everybody and changes with a deploy, or a key's rotation, only. */
export const cacheable = { 'cache-control': `public, max-age=${PUBLISHED_CACHE_MILLIS / 1000}` };
