import { find } from '../dom.ts';
import { call, type Invitation, type Options, roomPath } from './api.ts';
import { invitationRow } from './invitation-row.ts';

type Listing = {
  items: Invitation[];
  nextCursor?: string;
};

const section = find('#invitations', HTMLElement);
const list = find('#list', HTMLElement);
const more = find('[data-action=more]', HTMLButtonElement);

let turn = 0;

export function hideInvitations(): void {
  turn++;
  section.hidden = true;
}

/** Reuses the row of an unchanged invitation, which may hold the focus and a visible link. */
function place(row: { key: string; make: () => HTMLElement }): HTMLElement {
  const shown = [...list.children].find(child => (child as HTMLElement).dataset.key === row.key);
  if (shown) return shown as HTMLElement;
  const made = row.make();
  made.dataset.key = row.key;
  return made;
}

/** Shows a room's invitations, and refreshes them while mail is on its way. */
export async function showInvitations(room: string, options: Options, pages = 1): Promise<void> {
  const mine = ++turn;
  const path = `${roomPath(room)}/invitations`;
  const items: Invitation[] = [];
  let cursor: string | undefined = '';
  for (let page = 0; page < pages && cursor !== undefined; page++) {
    const listing: Listing = await call(
      'GET',
      cursor ? `${path}?cursor=${encodeURIComponent(cursor)}` : path,
    );
    items.push(...listing.items);
    cursor = listing.nextCursor;
  }
  if (mine !== turn) return;
  const again = (count = pages) => showInvitations(room, options, count);
  const rows = items.map(invitation => ({
    key: JSON.stringify([room, invitation, options.email.available]),
    make: () => invitationRow({ invitation, options, path, changed: again }),
  }));
  list.replaceChildren(...rows.map(place));
  section.hidden = false;
  find('#nobody', HTMLElement).hidden = items.length > 0;
  more.hidden = cursor === undefined;
  more.onclick = () => again(pages + 1);
  if (items.some(({ delivery }) => delivery.state === 'queued')) {
    setTimeout(() => mine === turn && again().catch(hideInvitations), 2000);
  }
}
