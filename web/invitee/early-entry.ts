import type { Messages } from '../messages/en.ts';
import { formatLocaleOf } from '../messages/messages.ts';
import { type Answer, opensAt } from './answers.ts';
import { now } from './clock.ts';

/** Formats times in the reader's time zone: with the day if the days differ, with the zone if the offsets differ. */
function timesOf(moments: number[], locale: string): string[] {
  const dates = moments.map(moment => new Date(moment));
  const differ = (partOf: (date: Date) => number) => new Set(dates.map(partOf)).size > 1;
  const format = new Intl.DateTimeFormat(formatLocaleOf(locale), {
    hour: 'numeric',
    minute: '2-digit',
    ...(differ(date => date.getDay()) && { weekday: 'short' }),
    ...(differ(date => date.getTimezoneOffset()) && { timeZoneName: 'short' }),
  });
  return dates.map(date => format.format(date));
}

/** The hint for a person who may enter before the session starts; empty for anyone else. */
export function earlyEntryText(answer: Answer, messages: Messages): string {
  const starts = Date.parse(answer.room.startsAt ?? '');
  if (!(starts > now())) return '';
  if (answer.state !== 'waiting') {
    const [, start = ''] = timesOf([now(), starts], answer.locale);
    return messages.startsAt(start);
  }
  const opens = Date.parse(opensAt(answer) ?? '');
  if (opens === starts) return '';
  const [open = '', start = ''] = timesOf([opens, starts], answer.locale);
  return messages.entersFrom(open, start);
}
