/** The page `/i`: an invitee opens a link, and enters the room as soon as entry is open. */
import { find } from '../dom.ts';
import { messagesFor } from '../messages/messages.ts';
import { requestLink } from './api.ts';
import { changeToken, keptToken, showToken } from './history-entry.ts';
import { findToken } from './link-token.ts';
import { problemTexts } from './texts.ts';
import { show, showPasteError, showStatus } from './view.ts';
import { Visit } from './visit.ts';

const form = find('#entry', HTMLFormElement);
const email = find('#email', HTMLInputElement);
const pasted = find('#pasted', HTMLInputElement);
const root = document.documentElement;
const messages = () => messagesFor(root.lang);

let token: string | undefined;
let visit: Visit | undefined;
let busy = false;

/** Runs one request at a time: a second click or Enter must not count as a second try. */
async function once(act: () => Promise<void> | undefined): Promise<void> {
  if (busy) return;
  busy = true;
  find('main', HTMLElement).ariaBusy = 'true';
  try {
    await act();
  } finally {
    find('main', HTMLElement).ariaBusy = 'false';
    busy = false;
  }
}

/** The token of the page's link. Mail software may have moved the fragment into the path. */
function readToken(): string | undefined {
  const given = findToken(location.hash, location.pathname + location.search);
  if (given) showToken(given);
  return given ?? keptToken();
}

function open({ returned = false } = {}): void {
  visit?.close();
  visit = undefined;
  email.value = '';
  token = readToken();
  if (!token) {
    show({ state: 'link_invalid', known: false, problem: { code: 'link_invalid' } });
    return;
  }
  show({ state: 'loading', known: false });
  visit = new Visit(token, show, returned);
  void visit.open();
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const asked = !find('#email-field', HTMLElement).hidden;
  const address = asked ? email.value.trim() : '';
  if (asked && !address) email.focus();
  else void once(() => visit?.enter(address));
});

find('#paste', HTMLFormElement).addEventListener('submit', event => {
  event.preventDefault();
  const found = findToken(pasted.value);
  if (!found) {
    showPasteError(messages().noLinkPasted);
    pasted.focus();
    return;
  }
  pasted.value = '';
  changeToken(found);
  open();
});

find('[data-action=retry]', HTMLButtonElement).addEventListener(
  'click',
  () => void once(() => visit?.retry()),
);

find('[data-action=request-link]', HTMLButtonElement).addEventListener('click', () => {
  void once(async () => {
    const problem = await requestLink(token ?? '');
    showStatus(problem ? problemTexts({ problem }, messages()).sentence : messages().linkRequested);
  });
});

window.addEventListener('hashchange', () => open());
window.addEventListener('online', () => {
  if (root.dataset.state === 'offline') visit?.retrySoon();
});
/** The session may be open when a person returns: the device slept through the start, or the session was moved. */
function askAgain(...states: string[]): void {
  if (!document.hidden && states.includes(root.dataset.state ?? '')) void once(() => visit?.open());
}
document.addEventListener('visibilitychange', () => askAgain('waiting', 'ended'));
// Not in `waiting`: the click that focuses the window may be the click that submits the address.
window.addEventListener('focus', () => askAgain('ended'));
window.addEventListener('pagehide', () => visit?.close());
window.addEventListener('pageshow', event => {
  if (event.persisted) void visit?.resume();
});

const [navigation] = performance.getEntriesByType('navigation');
open({ returned: navigation instanceof PerformanceNavigationTiming && navigation.type === 'back_forward' });
