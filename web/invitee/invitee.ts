/** The page `/i`: a person opens a link, and goes into the room as soon as that is right. */
import { find } from '../dom.ts';
import { messagesFor } from '../messages/messages.ts';
import { requestLink } from './api.ts';
import { show, showStatus } from './view.ts';
import { Visit } from './visit.ts';

const form = find('#entry', HTMLFormElement);
const email = find('#email', HTMLInputElement);
const root = document.documentElement;

const token = () => location.hash.slice(1);
const messages = () => messagesFor(root.lang);

let visit: Visit | undefined;
let busy = false;

/** One answer after the other: a second click or Enter must not count as a second try. */
async function once(act: () => Promise<void> | undefined): Promise<void> {
  if (busy) return;
  busy = true;
  find('main', HTMLElement).ariaBusy = 'true';
  await act();
  find('main', HTMLElement).ariaBusy = 'false';
  busy = false;
}

function open({ returned = false } = {}): void {
  visit?.close();
  visit = undefined;
  email.value = '';
  if (!token()) {
    show({ state: 'link_invalid', known: false, problem: { code: 'link_invalid' } });
    return;
  }
  show({ state: 'loading', known: false });
  visit = new Visit(token(), show, returned);
  void visit.open();
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const asked = !find('#email-field', HTMLElement).hidden;
  const address = asked ? email.value.trim() : '';
  if (asked && !address) email.focus();
  else void once(() => visit?.enter(address));
});

find('[data-action=retry]', HTMLButtonElement).addEventListener(
  'click',
  () => void once(() => visit?.retry()),
);

find('[data-action=request-link]', HTMLButtonElement).addEventListener('click', () => {
  void once(async () => {
    const sent = await requestLink(token());
    showStatus(sent ? messages().linkRequested : messages().problems.offline.sentence);
  });
});

window.addEventListener('hashchange', () => open());
window.addEventListener('online', () => {
  if (root.dataset.state === 'offline') void once(() => visit?.retry());
});
// A device that slept may have slept through the start.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && root.dataset.state === 'waiting') void once(() => visit?.open());
});
window.addEventListener('pagehide', () => visit?.close());
window.addEventListener('pageshow', event => {
  if (event.persisted) void visit?.resume();
});

const [navigation] = performance.getEntriesByType('navigation');
open({ returned: navigation instanceof PerformanceNavigationTiming && navigation.type === 'back_forward' });
