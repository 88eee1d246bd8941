import { element } from '../dom.ts';
import { formatLocaleOf } from '../messages/messages.ts';
import { now } from './clock.ts';

const units = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
  { unit: 'second', seconds: 1 },
];

let ticking: number | undefined;

function cell(amount: number, unit: string, locale: string): HTMLElement {
  const format = new Intl.NumberFormat(formatLocaleOf(locale), { style: 'unit', unit, unitDisplay: 'long' });
  const number = new Intl.NumberFormat(formatLocaleOf(locale)).format(amount);
  const label = format.formatToParts(amount).find(part => part.type === 'unit')?.value ?? unit;
  return element('span', {}, element('b', {}, number), ' ', label, ' ');
}

function cells(left: number, locale: string): HTMLElement[] {
  let rest = left;
  const all = units.map(({ unit, seconds }) => {
    const amount = Math.floor(rest / seconds);
    rest %= seconds;
    return { amount, unit };
  });
  const shown = all.filter(({ amount, unit }) => amount > 0 || unit !== 'day');
  return shown.map(({ amount, unit }) => cell(amount, unit, locale));
}

/** Starts a countdown to a time in `place`; without a time, stops and hides it. */
export function showCountdown(place: HTMLElement, until: string | null | undefined, locale: string): void {
  clearInterval(ticking);
  const end = Date.parse(until ?? '');
  place.hidden = Number.isNaN(end);
  if (place.hidden) return;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - now()) / 1000));
    place.replaceChildren(...cells(left, locale));
  };
  tick();
  ticking = window.setInterval(tick, 1000);
}
