import { element, find } from '../dom.ts';
import { formatLocaleOf, messagesFor } from '../messages/messages.ts';
import type { Room } from './answers.ts';

function format(room: Room, locale: string, timeZone?: string): string | undefined {
  const start = Date.parse(room.startsAt ?? '');
  if (Number.isNaN(start)) return undefined;
  const end = Date.parse(room.endsAt ?? '');
  const options = { dateStyle: 'full', timeStyle: 'short' } as const;
  try {
    const dates = new Intl.DateTimeFormat(
      formatLocaleOf(locale),
      timeZone ? { ...options, timeZone } : options,
    );
    return Number.isNaN(end) ? dates.format(start) : dates.formatRange(start, end);
  } catch {
    // A browser may be older than the room's time zone.
    return undefined;
  }
}

const fact = (term: string, ...details: string[]) => [
  element('dt', {}, term),
  ...details.map(detail => element('dd', { dir: 'auto' }, detail)),
];

function times(room: Room, locale: string): HTMLElement[] {
  const { facts } = messagesFor(locale);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const here = format(room, locale);
  if (!here) return [];
  const there = room.timeZone && room.timeZone !== own ? format(room, locale, room.timeZone) : undefined;
  return [
    ...fact(facts.yourTime, `${here} (${own})`),
    ...(there ? fact(facts.roomTime, `${there} (${room.timeZone})`) : []),
  ];
}

/** Shows what the session is about and when it takes place. */
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
