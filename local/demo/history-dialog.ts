import { element, find } from '../../web/dom.ts';
import { call, type Invitation } from './api.ts';

interface HistoryEvent {
  id: string;
  at: string;
  type: string;
  by?: { id: string; name?: string };
}

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** What an event says beyond its common members, such as the role or how a mail went. */
function details({ id, at, type, by, ...rest }: HistoryEvent): string {
  return Object.entries(rest)
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}

function entry(event: HistoryEvent): HTMLElement {
  const by = event.by?.name ?? event.by?.id;
  const what = event.type.replaceAll('_', ' ');
  return element(
    'li',
    { 'data-event': event.type },
    element('b', {}, by ? `${what} by ${by}` : what),
    ` ${dates.format(Date.parse(event.at))} `,
    element('small', {}, details(event)),
  );
}

/** Shows the latest events of an invitation, newest first. */
export async function showHistory({ firstName, lastName }: Invitation, path: string): Promise<void> {
  const { items } = await call<{ items: HistoryEvent[] }>('GET', `${path}/history`);
  find('#history-title', HTMLElement).textContent = `History: ${firstName} ${lastName}`;
  find('#events', HTMLElement).replaceChildren(...items.map(entry));
  find('#history', HTMLDialogElement).showModal();
}
