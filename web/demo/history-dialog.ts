import { element, find } from '../dom.ts';
import { call, type Invitation } from './api.ts';
import { eventNames, word } from './words.ts';

type HistoryEvent = {
  id: string;
  at: string;
  type: string;
  by?: { id: string; name?: string };
  /** Of `locked`: when the invitee may type an address again. */
  until?: string;
};

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

/** The members that only some events have, such as the role or the outcome of a mail. */
function details({ id, at, type, by, until, ...rest }: HistoryEvent): string {
  const others = Object.entries(rest).map(
    ([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}`,
  );
  return [...(until ? [`until ${dates.format(Date.parse(until))}`] : []), ...others].join(', ');
}

function entry(event: HistoryEvent): HTMLElement {
  const by = event.by?.name ?? event.by?.id;
  const what = word(eventNames, event.type);
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
  find('#history-title', HTMLElement).textContent = `History: ${firstName} ${lastName}`.trim();
  find('#events', HTMLElement).replaceChildren(...items.map(entry));
  find('#history', HTMLDialogElement).showModal();
}
