import * as z from 'zod';
import {
  type KalturaEntry,
  type KalturaEvent,
  type KalturaRoom,
  roomOfEntry,
} from '../../../domain/kaltura-room.ts';
import type { TrustedKaltura } from '../../../domain/kaltura-trust.ts';
import type { Site } from '../../../domain/site.ts';
import { epochSeconds, type Instant } from '../../../domain/time.ts';
import { log } from '../../runtime/log.ts';
import { textOf } from '../html.ts';
import { type AppSession, asApp } from './app-session.ts';
import { callKaltura, KalturaRefusal, KalturaUnavailable } from './client.ts';

/** Reads rooms from Kaltura (docs/kaltura.md#calling-the-api). */

const text = z
  .string()
  .nullish()
  .transform(value => value ?? '');

const entrySchema = z.object({
  id: z.string(),
  name: text,
  description: text.transform(textOf),
  type: z.union([z.string(), z.number()]).transform(String),
  roomType: z.coerce.number().optional().catch(undefined),
  adminTags: text,
  displayInSearch: z.coerce.number().optional().catch(undefined),
  userId: text,
  entitledUsersEdit: text,
  entitledUsersPublish: text,
});

const eventsSchema = z.object({
  objects: z
    .array(
      z.object({
        startDate: z.number(),
        endDate: z.number(),
        recurrenceType: z.coerce.number().catch(0),
      }),
    )
    .nullish(),
});

/** Without it, an entry that the app token's user has no part in seems not to exist. */
const SEES_ALL = 'disableentitlement';
const ACTIVE = 2;
const MOST_EVENTS = 100;

/**
 * Reads an entry and its session times, at the same time.
 * @throws KalturaUnavailable, KalturaRefusal. Neither shows whether the room exists
 */
export async function readKalturaRoom(
  { id: site, trust: { kaltura } }: Site,
  room: string,
  now: Instant,
): Promise<KalturaRoom> {
  if (kaltura === undefined) throw new KalturaUnavailable('The site has no Kaltura');
  return asApp(kaltura, async session => {
    const [entry, events] = await Promise.allSettled([
      readEntry(kaltura, session, room),
      readEvents(kaltura, session, { room, now }),
    ]);
    if (entry.status === 'rejected') return whyNotFound(entry.reason, site, session);
    const read = (all: KalturaEvent[]) => roomOfEntry(entry.value, all, { trust: kaltura, now });
    if (events.status === 'fulfilled') return read(events.value);
    const found = read([]);
    if (typeof found === 'string') return found;
    throw events.reason;
  });
}

function whyNotFound(error: unknown, site: string, { privileges }: AppSession): 'gone' {
  if (!(error instanceof KalturaRefusal) || error.code !== 'ENTRY_ID_NOT_FOUND') throw error;
  if (privileges.includes(SEES_ALL)) return 'gone';
  const unavailable = new KalturaUnavailable('The app token does not see every entry');
  log.error('the app token lacks a privilege', unavailable, { site, privilege: SEES_ALL });
  throw unavailable;
}

async function readEntry(
  { endpoint }: TrustedKaltura,
  { ks }: AppSession,
  entryId: string,
): Promise<KalturaEntry> {
  const entry = await callKaltura(
    { endpoint, action: 'baseEntry.get', ks, parameters: { entryId } },
    entrySchema,
  );
  if (entry.id !== entryId) throw new KalturaUnavailable('Kaltura answered another entry');
  return entry;
}

async function readEvents(
  { endpoint }: TrustedKaltura,
  { ks }: AppSession,
  { room, now }: { room: string; now: Instant },
): Promise<KalturaEvent[]> {
  const parameters = {
    // Other filters do not know the entry, and would list the events of the whole account.
    'filter[objectType]': 'KalturaEntryScheduleEventFilter',
    'filter[templateEntryIdEqual]': room,
    'filter[statusEqual]': ACTIVE,
    'filter[endDateGreaterThanOrEqual]': epochSeconds(now),
    'filter[orderBy]': '+startDate',
    'pager[pageSize]': MOST_EVENTS,
  };
  const { objects } = await callKaltura(
    { endpoint, action: 'schedule_scheduleevent.list', ks, parameters },
    eventsSchema,
  );
  return objects ?? [];
}
