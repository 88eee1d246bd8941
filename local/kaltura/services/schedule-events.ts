import { ApiError } from '../api-error.ts';
import { adminSessionOf, type Call, integerOf, listResponse, required } from '../call.ts';
import type { ScheduleEvent } from '../model.ts';

type Test = (event: ScheduleEvent) => boolean;

/** The filter types that know an entry. Kaltura ignores the entry in any other, and answers all events. */
const ENTRY_FILTERS = /^Kaltura(Entry|Meeting|Record|LiveStream|Vod)ScheduleEventFilter$/;
const ORDERS = ['startDate', 'endDate'] as const;

export function list(call: Call): object {
  adminSessionOf(call);
  const meets = eventFilter(call);
  const events = call.directory.events.filter(meets).toSorted(order(call));
  return listResponse(
    call,
    'KalturaScheduleEventListResponse',
    events.map(event => toObject(call, event)),
  );
}

/** Moves an event. */
export function update(call: Call): object {
  adminSessionOf(call);
  const id = required(call, 'scheduleEventId');
  const event = call.directory.events.find(each => String(each.id) === id);
  if (!event) throw new ApiError('SCHEDULE_EVENT_ID_NOT_FOUND', `Schedule Event id [${id}] not found`);
  const startDate = integerOf(call, 'scheduleEvent[startDate]') ?? event.startDate;
  const endDate = integerOf(call, 'scheduleEvent[endDate]') ?? event.endDate;
  if (endDate <= startDate) {
    throw new ApiError(
      'INVALID_SCHEDULE_END_BEFORE_START',
      `End time [${endDate}] must be after start time [${startDate}]`,
    );
  }
  return toObject(call, Object.assign(event, { startDate, endDate }));
}

function eventFilter(call: Call): Test {
  const { parameters } = call;
  const knowsEntry = ENTRY_FILTERS.test(parameters.get('filter[objectType]') ?? '');
  const entryId = knowsEntry ? parameters.get('filter[templateEntryIdEqual]') : undefined;
  const endsFrom = integerOf(call, 'filter[endDateGreaterThanOrEqual]');
  const status = integerOf(call, 'filter[statusEqual]');
  return event =>
    event.templateEntryId === (entryId ?? event.templateEntryId) &&
    event.endDate >= (endsFrom ?? event.endDate) &&
    event.status === (status ?? event.status);
}

/** A `+` that was not escaped in the form has become a space. */
function order({ parameters }: Call): (a: ScheduleEvent, b: ScheduleEvent) => number {
  const wanted = parameters.get('filter[orderBy]') ?? '';
  const property = ORDERS.find(name => name === wanted.replace(/^[+ -]/, ''));
  if (!property) return () => 0;
  const direction = wanted.startsWith('-') ? -1 : 1;
  return (a, b) => direction * (a[property] - b[property]);
}

function toObject({ directory }: Call, event: ScheduleEvent): object {
  return {
    objectType: 'KalturaMeetingScheduleEvent',
    partnerId: directory.partnerId,
    ...event,
    duration: event.endDate - event.startDate,
    recurrenceType: 0,
  };
}
