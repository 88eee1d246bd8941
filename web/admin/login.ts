import { decodeJwt } from 'jose/jwt/decode';

const KEY = 'roompass.login';

export const login = (): string | null => sessionStorage.getItem(KEY);

let issuer = issuerOf(login());

/** Tells the sites apart whose logins a tab was given: an issuer is of one site only. */
export const loginIssuer = (): string => issuer;

/** Takes a login that the site handed over in the address, and takes it out of there at once. */
export function takeLogin(): boolean {
  const [, given] = /^#login=([\w.-]+)$/.exec(location.hash) ?? [];
  if (!given) return false;
  sessionStorage.setItem(KEY, given);
  issuer = issuerOf(given);
  history.replaceState(null, '', location.pathname);
  return true;
}

/** Not verified: whoever is asked with the login does that. */
function issuerOf(token: string | null): string {
  try {
    return decodeJwt(token ?? '').iss ?? '';
  } catch {
    return '';
  }
}
