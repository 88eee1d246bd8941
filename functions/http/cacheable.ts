/** For what is the same for everybody and changes with a deploy, or a key's rotation, only. */
export const cacheable = { 'cache-control': 'public, max-age=300' };
