/** The page `/` of the local stack: a site with rooms, as a signed-in person sees it. */
import { element, find } from '../dom.ts';
import { actAs, call, type Options, Refusal, roomPath, signIn, signInToKaltura } from './api.ts';
import { hideInvitations, showInvitations } from './invitation-list.ts';
import { openInviteDialog, startInviteDialog } from './invite-dialog.ts';
import { type Room as Listed, type Person, people, rooms } from './people.ts';
import { otherLogins, reasons, word } from './words.ts';

type Room = {
  title: string;
  description?: string;
  startsAt?: string;
  endsAt?: string;
};

const invite = find('[data-action=invite]', HTMLButtonElement);
const menu = find('#menu', HTMLDetailsElement);
const dates = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });

/** What the API is called with: `Bearer <token>` or `KS <Kaltura session>`. */
let authorization = '';
let options: Options | undefined;
let turn = 0;

const setText = (selector: string, text: string) => {
  find(selector, HTMLElement).textContent = text;
};

/** The person and the room are in the address: they survive a reload, and the back button works. */
function place() {
  const [personId, roomId] = location.hash.slice(1).split('/');
  const person = people.find(({ id }) => id === personId) ?? people[0];
  const room = rooms.find(({ id }) => id === roomId) ?? rooms[0];
  return { person, room };
}

function showChoices(): void {
  const here = place();
  const link = (kind: string, id: string, current: boolean) => {
    const hash = kind === 'person' ? `#${id}/${here.room.id}` : `#${here.person.id}/${id}`;
    return element('a', { href: hash, [`data-${kind}`]: id, ...(current && { 'aria-current': 'true' }) });
  };
  const personLinks = people.map(person => {
    const made = link('person', person.id, person === here.person);
    made.append(`${person.firstName} `, element('small', {}, person.what));
    return made;
  });
  const listed = rooms.filter(({ isKaltura }) => isKaltura === here.room.isKaltura);
  const roomLinks = listed.map(room => {
    const made = link('room', room.id, room === here.room);
    made.append(room.title);
    return made;
  });
  find('#people', HTMLElement).replaceChildren(...personLinks);
  find('#rooms', HTMLElement).replaceChildren(...roomLinks);
  showOtherLogin(here);
}

/** The link to the rooms of the other site, where people sign in in the other way. */
function showOtherLogin({ person, room }: ReturnType<typeof place>): void {
  const other = rooms.find(({ isKaltura }) => isKaltura !== room.isKaltura);
  const link = find('#other-login', HTMLAnchorElement);
  link.href = `#${person.id}/${other?.id}`;
  link.textContent = room.isKaltura ? otherLogins.token : otherLogins.kaltura;
}

function showRoom({ title, description, startsAt, endsAt }: Room): void {
  setText('#room-title', title);
  setText('#room-description', description ?? '');
  const [start, end] = [startsAt, endsAt].map(time => Date.parse(time ?? ''));
  const times = start && end ? dates.formatRange(start, end) : start ? dates.format(start) : '';
  setText('#room-time', times);
}

/** The link to the administrators' page, with the login in its fragment as a site passes it. */
function showTemplatesLink({ scope }: Person): void {
  const link = find('#templates', HTMLAnchorElement);
  const [scheme, token] = authorization.split(' ');
  // That page takes a token only.
  link.hidden = scope !== 'site:admin' || scheme !== 'Bearer';
  link.href = `/admin/templates#login=${token}`;
}

/** A person who sees a room on the site may not be allowed to read the room in Roompass. */
async function unlessForbidden<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'forbidden') return undefined;
    throw error;
  }
}

const authorizationOf = async (person: Person, { isKaltura }: Listed): Promise<string> =>
  isKaltura ? `KS ${await signInToKaltura(person)}` : `Bearer ${await signIn(person)}`;

async function show(): Promise<void> {
  const mine = ++turn;
  const { person, room } = place();
  showChoices();
  hideInvitations();
  menu.open = false;
  invite.disabled = true;
  setText('#page-problem', '');
  showRoom(room);
  try {
    const signedIn = await authorizationOf(person, room);
    if (mine !== turn) return;
    authorization = signedIn;
    actAs(authorization);
    showTemplatesLink(person);
    const [allowed, known] = await Promise.all([
      call<Options>('GET', `${roomPath(room.id)}/invite-options`),
      unlessForbidden(call<Room>('GET', roomPath(room.id))),
    ]);
    if (mine !== turn) return;
    options = allowed;
    showRoom(known ?? room);
    invite.disabled = !options.canInvite;
    setText('#cannot-invite', options.canInvite ? '' : word(reasons, options.reason ?? ''));
    await unlessForbidden(showInvitations(room.id, options));
  } catch (error) {
    if (mine === turn) setText('#page-problem', error instanceof Error ? error.message : String(error));
  }
}

function startOpenLink(): void {
  find('#open-link', HTMLFormElement).addEventListener('submit', event => {
    event.preventDefault();
    const link = new URL(find('#link-to-open', HTMLInputElement).value);
    if (link.origin !== location.origin) {
      setText('#link-problem', 'The link belongs to another site.');
      return;
    }
    // As the invitee's page expects it: a token alone, or a Kaltura session with its scheme.
    sessionStorage.setItem('roompass.login', authorization.replace(/^Bearer /, ''));
    location.assign(link);
  });
}

invite.addEventListener('click', () => {
  menu.open = false;
  if (options) openInviteDialog(place().room.id, options);
});
startInviteDialog(() => {
  if (options) void showInvitations(place().room.id, options);
});
startOpenLink();
for (const close of document.querySelectorAll('[data-action=close]')) {
  close.addEventListener('click', () => close.closest('dialog')?.close());
}
window.addEventListener('hashchange', show);
void show();
