import { decodeJwt } from 'jose/jwt/decode';

const KEY = 'roompass.login';

export const login = (): string | null => sessionStorage.getItem(KEY);

let issuer = issuerOf(login());

/** The current login's issuer. It identifies the site, because an issuer belongs to one site only. */
export const loginIssuer = (): string => issuer;

/** Stores the login that the site passed in the URL's fragment, and removes it from the address bar at once. */
export function takeLogin(): boolean {
  const [, given] = /^#login=([\w.-]+)$/.exec(location.hash) ?? [];
  if (!given) return false;
  sessionStorage.setItem(KEY, given);
  issuer = issuerOf(given);
  history.replaceState(null, '', location.pathname);
  return true;
}

/** Does not verify the token: the API does that at each call. */
function issuerOf(token: string | null): string {
  try {
    return decodeJwt(token ?? '').iss ?? '';
  } catch {
    return '';
  }
}
