import type { Entry, ScheduleEvent } from './model.ts';

/** Ids have Kaltura's form: `1_` and exactly 8 characters. */
export const ENTRIES = {
  /** Has no schedule event: always open. */
  open: '1_openroom',
  /** Begins 10 minutes after the stand-in and lasts an hour. */
  late: '1_lateroom',
  /** Its owner is the group `lecturers`. */
  group: '1_grouprom',
  /** A room from before rooms had an entry type. */
  legacy: '1_oldroom0',
  breakout: '1_breakout',
  /** No room at all. */
  video: '1_video000',
} as const;

export const LECTURERS = 'lecturers';
export const LATE_EVENT = 5001;

const CREATED = Date.UTC(2026, 0, 5) / 1000;
const room = { objectType: 'KalturaRoomEntry', type: 'room.room', roomType: 1, status: 7 };
const media = { objectType: 'KalturaMediaEntry', type: 1 };
const collaborators = {
  entitledUsersEdit: 'editor',
  entitledUsersPublish: LECTURERS,
  entitledUsersView: 'viewer',
};

export function seedEntries(): Entry[] {
  return [
    entry(ENTRIES.open, 'An open room', { ...room, ...collaborators }),
    entry(ENTRIES.late, 'A room that opens later', { ...room, ...collaborators }),
    entry(ENTRIES.group, "The lecturers' room", { ...room, userId: LECTURERS }),
    entry(ENTRIES.legacy, 'An old room', { ...media, ...collaborators, status: 7, adminTags: 'kms,_room' }),
    entry(ENTRIES.breakout, 'A breakout room', { ...room, roomType: 2 }),
    entry(ENTRIES.video, 'A video', { ...media, status: 2 }),
  ];
}

export function seedEvents(now: Date): ScheduleEvent[] {
  const startDate = Math.floor(now.getTime() / 1000) + 10 * 60;
  return [
    {
      id: LATE_EVENT,
      summary: 'A room that opens later',
      templateEntryId: ENTRIES.late,
      startDate,
      endDate: startDate + 60 * 60,
      status: 2,
    },
  ];
}

type Kind = Pick<Entry, 'objectType' | 'type' | 'status'> & Partial<Entry>;

function entry(id: string, name: string, kind: Kind): Entry {
  return {
    id,
    name,
    description: `${name}, of the Kaltura stand-in.`,
    displayInSearch: 1,
    userId: 'owner',
    entitledUsersEdit: '',
    entitledUsersPublish: '',
    entitledUsersView: '',
    adminTags: '',
    createdAt: CREATED,
    updatedAt: CREATED,
    ...kind,
  };
}
