import { element } from '../dom.ts';
import { call, type Invitation, type Options } from './api.ts';
import { copy } from './copy.ts';
import { showHistory } from './history-dialog.ts';
import { deliveryNames, deliveryReasons, roleNames, word } from './words.ts';

type Row = {
  invitation: Invitation;
  options: Options;
  /** The path of the room's invitations. */
  path: string;
  changed: () => Promise<void>;
};

const button = (action: string, label: string, act: () => Promise<void>): HTMLElement => {
  const made = element('button', { type: 'button', 'data-action': action }, label);
  made.addEventListener('click', act);
  return made;
};

function roleSelect({ role }: Invitation, active: boolean, promote: (role: string) => Promise<void>) {
  const options = Object.entries(roleNames).map(([value, name]) => element('option', { value }, name));
  const select = element('select', { name: 'role', 'aria-label': 'Role' }, ...options);
  select.value = role;
  select.disabled = !active;
  select.addEventListener('change', async () => {
    await promote(select.value);
    // After a success, a new row has replaced this one.
    select.value = role;
  });
  return select;
}

function describe({ firstName, lastName, email, status, delivery, devices }: Invitation): HTMLElement {
  const state = (kind: string, value: string, text: string) =>
    element('span', { class: 'badge', [`data-${kind}`]: value }, text);
  const max = devices.max < 0 ? 'any number of' : devices.max;
  return element(
    'div',
    { class: 'who' },
    element('b', { dir: 'auto' }, `${firstName} ${lastName}`.trim()),
    element('span', {}, email),
    state('status', status, status),
    state('delivery', delivery.state, word(deliveryNames, delivery.state)),
    ...(delivery.reason ? [element('small', {}, word(deliveryReasons, delivery.reason))] : []),
    element('small', {}, `${devices.used} of ${max} devices used`),
  );
}

/** The row of an invitation, with all actions of a manager. */
export function invitationRow({ invitation, options, path, changed }: Row): HTMLElement {
  const own = `${path}/${encodeURIComponent(invitation.id)}`;
  const active = invitation.status === 'pending' || invitation.status === 'admitted';
  const link = element('input', {
    'data-field': 'link',
    readonly: '',
    'aria-label': 'Invite link',
    hidden: '',
  });
  const status = element('p', { role: 'status' });
  const problem = element('p', { role: 'alert' });

  const attempt = (act: () => Promise<unknown>) => async () => {
    status.textContent = '';
    problem.textContent = '';
    try {
      await act();
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const change = (step: string, body?: object) =>
    attempt(async () => {
      await call('POST', `${own}/${step}`, body);
      await changed();
    })();
  const copyLink = attempt(async () => {
    ({ link: link.value } = await call<{ link: string }>('GET', `${own}/link`));
    link.hidden = false;
    status.textContent = await copy(link);
  });

  const actions = [
    roleSelect(invitation, active, role => change('promote', { role })),
    ...(active ? [button('copy', 'Copy link', copyLink)] : []),
    ...(active && options.email.available ? [button('resend', 'Resend', () => change('resend'))] : []),
    ...(invitation.status === 'revoked' ? [] : [button('revoke', 'Revoke', () => change('revoke'))]),
    button(
      'history',
      'History',
      attempt(() => showHistory(invitation, own)),
    ),
  ];
  return element(
    'li',
    { 'data-invitation': invitation.id },
    describe(invitation),
    element('div', { class: 'row' }, ...actions),
    link,
    status,
    problem,
  );
}
