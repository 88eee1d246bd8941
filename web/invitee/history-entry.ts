/** The state in a link's history entry: it survives a reload, and no other link's page sees it. */
type Kept = {
  /** The person who proved to be the invitee by typing the right address. */
  person?: { email: string; role?: string | undefined } | undefined;
  /** The link's token, after it was removed from the address bar. */
  token?: string;
};

const kept = (): Kept => history.state ?? {};

export const keptPerson = (): Kept['person'] => kept().person;
export const keptToken = (): string | undefined => kept().token;

export const keepPerson = (person: Kept['person']): void => history.replaceState({ ...kept(), person }, '');

/** Removes the token from the address bar, where others could see and copy it. A reload reads it from the state. */
export const hideToken = (token: string): void => history.replaceState({ ...kept(), token }, '', '/i');

/** Restores the address to the form in which a link is issued, if mail software changed it. */
export const showToken = (token: string): void => history.replaceState(kept(), '', `/i#${token}`);

/** Gives the history entry to another link. */
export const changeToken = (token: string): void => history.replaceState(null, '', `/i#${token}`);
