const KEY = 'roompass.login';

/** Takes a login that the site handed over in the address, and takes it out of there at once. */
export function takeLogin(): boolean {
  const [, given] = /^#login=([\w.-]+)$/.exec(location.hash) ?? [];
  if (!given) return false;
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, '', location.pathname);
  return true;
}

export const login = (): string | null => sessionStorage.getItem(KEY);
