import { formatLocaleOf } from '../messages/messages.ts';
import type { Room } from './answers.ts';

const HOUR = 3_600_000;

/**
 * The session's times in words. If the clocks change during the session or within an hour of it, each time has its
 * zone's name, because 02:30 occurs twice in such a night.
 * @returns undefined without a start, or if the browser does not know the time zone
 */
export function sessionTimes(
  { startsAt, endsAt }: Room,
  locale: string,
  timeZone: string,
): string | undefined {
  const start = Date.parse(startsAt ?? '');
  const end = Date.parse(endsAt ?? startsAt ?? '');
  if (Number.isNaN(start) || Number.isNaN(end)) return undefined;
  try {
    const offset = (moment: number) =>
      zoneName(moment, { locale: 'en', timeZone, timeZoneName: 'longOffset' });
    const clocksChange = offset(start - HOUR) !== offset(end + HOUR);
    const texts = formatLocaleOf(locale);
    const dates = new Intl.DateTimeFormat(texts, { dateStyle: 'full', timeStyle: 'short', timeZone });
    if (!clocksChange) return start === end ? dates.format(start) : dates.formatRange(start, end);
    const named = (moment: number) =>
      `${dates.format(moment)} ${zoneName(moment, { locale: texts, timeZone, timeZoneName: 'short' })}`;
    return start === end ? named(start) : `${named(start)} – ${named(end)}`;
  } catch {
    return undefined;
  }
}

type Naming = { locale: string; timeZone: string; timeZoneName: 'short' | 'longOffset' };

function zoneName(moment: number, { locale, ...options }: Naming): string | undefined {
  const parts = new Intl.DateTimeFormat(locale, options).formatToParts(moment);
  return parts.find(({ type }) => type === 'timeZoneName')?.value;
}
