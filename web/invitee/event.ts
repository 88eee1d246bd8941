import { element, find } from '../dom.ts';
import { messagesFor } from '../messages/messages.ts';
import type { Room } from './answers.ts';
import { sessionTimes } from './session-times.ts';

const fact = (term: string, ...details: string[]) => [
  element('dt', {}, term),
  ...details.map(detail => element('dd', { dir: 'auto' }, detail)),
];

function times(room: Room, locale: string): HTMLElement[] {
  const { facts } = messagesFor(locale);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = sessionTimes(room, locale, own);
  if (!here) return [];
  const there =
    room.timeZone && room.timeZone !== own ? sessionTimes(room, locale, room.timeZone) : undefined;
  return [
    ...fact(facts.yourTime, `${here} (${own})`),
    ...(there ? fact(facts.roomTime, `${there} (${room.timeZone})`) : []),
  ];
}

/** Shows the session's title, description, times and speakers. */
export function showEvent(room: Room | undefined, locale: string): void {
  find('#event', HTMLElement).hidden = !room;
  if (!room) return;
  find('#title', HTMLElement).textContent = room.title;
  find('#description', HTMLElement).textContent = room.description ?? '';
  const speakers = (room.speakers ?? []).map(({ name, title }) => (title ? `${name}, ${title}` : name));
  find('#facts', HTMLElement).replaceChildren(
    ...times(room, locale),
    ...(speakers.length > 0 ? fact(messagesFor(locale).facts.speakers, ...speakers) : []),
  );
}
