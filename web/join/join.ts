/** The page `/join`: opens the room with a signed form that a launch token gives once (docs/contract.md#8-pages). */
import { find } from '../dom.ts';
import { retryDelay } from '../invitee/delays.ts';
import { askForForm, post } from './launch-form.ts';
import { showOpening, showProblem } from './view.ts';

const PASSING = new Set(['offline', 'temporarily_unavailable']);

let token = '';
let retries = 0;
let timer: number | undefined;
let busy = false;

/** Takes the launch token, and removes it from the address bar, where others could see and copy it. */
function takeToken(): void {
  token = location.hash.slice(1);
  history.replaceState(null, '', '/join');
}

async function open(): Promise<void> {
  if (busy) return;
  clearTimeout(timer);
  if (!token) return showProblem({ code: 'link_invalid' });
  busy = true;
  showOpening();
  const reply = await askForForm(token);
  busy = false;
  if ('form' in reply) return post(reply.form);
  const { code, retryAfter } = reply.problem;
  showProblem(reply.problem);
  if (PASSING.has(code)) timer = window.setTimeout(open, retryDelay({ retries: retries++, retryAfter }));
}

find('[data-action=retry]', HTMLButtonElement).addEventListener('click', open);
window.addEventListener('hashchange', () => {
  takeToken();
  void open();
});
// The person came back from the room to a page whose token was used.
window.addEventListener('pageshow', event => {
  if (event.persisted) showProblem({ code: 'link_expired' });
});

takeToken();
void open();
