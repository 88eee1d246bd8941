import { element, find } from '../dom.ts';
import { call, type Invitation, type Options, roomPath } from './api.ts';
import { copy } from './copy.ts';
import { startTypeahead } from './typeahead.ts';
import { permissionNames, roleNames, word } from './words.ts';

type Generated = {
  invitation: Invitation;
  link: string;
};

const dialog = find('#invite', HTMLDialogElement);
const form = find('#generate', HTMLFormElement);
const confirmation = find('#confirmation', HTMLElement);
const problem = find('#invite-problem', HTMLElement);
const link = find('#link', HTMLInputElement);

let room = '';

function roleChoice({ role, permissions }: Options['roles'][number]): HTMLElement {
  const may = permissions.map(permission => word(permissionNames, permission)).join(', ');
  const input = element('input', { type: 'radio', name: 'role', value: role, required: '' });
  const text = element('span', {}, element('b', {}, word(roleNames, role)), ` ${may}`);
  return element('label', { class: 'choice' }, input, text);
}

/** Opens the dialog "Invite users" for a room, with all fields reset. */
export function openInviteDialog(roomId: string, { roles, email }: Options): void {
  room = roomId;
  form.reset();
  problem.textContent = '';
  form.hidden = false;
  confirmation.hidden = true;
  find('#roles', HTMLElement).replaceChildren(find('#roles legend', HTMLElement), ...roles.map(roleChoice));
  find('#roles input', HTMLInputElement).checked = true;
  find('#send-email', HTMLElement).hidden = !email.available;
  dialog.showModal();
}

function deviceRule(max: number): string {
  if (max < 0) return 'The link works on any number of devices.';
  return max === 1 ? 'The link works on one device only.' : `The link works on up to ${max} devices.`;
}

function confirm({ invitation, link: url }: Generated): void {
  const { firstName, lastName, email, role, delivery, devices } = invitation;
  const mailed = delivery.state === 'not_requested' ? '' : ' It is on its way by mail, too.';
  find('#confirmation-text', HTMLElement).textContent =
    `${[firstName, lastName].filter(Boolean).join(' ')} (${email}) comes in as ${word(roleNames, role).toLowerCase()}.${mailed} ` +
    deviceRule(devices.max);
  link.value = url;
  find('#copied', HTMLElement).textContent = '';
  form.hidden = true;
  confirmation.hidden = false;
  find('#confirmation-title', HTMLElement).focus();
}

async function generate(): Promise<Generated> {
  const data = Object.fromEntries(new FormData(form));
  const body = { ...data, sendEmail: data.sendEmail === 'on' };
  return call<Generated>('POST', `${roomPath(room)}/invitations`, body);
}

/** Sets up the dialog; it calls `generated` after every new link. */
export function startInviteDialog(generated: () => void): void {
  startTypeahead(() => `${roomPath(room)}/people`);
  const submit = find('[data-action=generate]', HTMLButtonElement);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    submit.disabled = true;
    problem.textContent = '';
    try {
      confirm(await generate());
      generated();
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error);
    }
    submit.disabled = false;
  });
  find('[data-action=copy]', HTMLButtonElement, confirmation).addEventListener('click', async () => {
    find('#copied', HTMLElement).textContent = await copy(link);
  });
}
