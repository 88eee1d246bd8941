/** The stand-in's data, under Kaltura's own names. Times are Unix seconds. */

export type User = {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  /** 1 active, 0 blocked, 2 deleted. */
  status: number;
  /** 0 person, 1 group. */
  type: number;
};

export type Membership = { userId: string; groupId: string };

export type Entry = {
  id: string;
  objectType: string;
  name: string;
  description: string;
  /** `room.room`, or 1 for media. */
  type: string | number;
  /** 1 room, 2 breakout room; for `room.room` only. */
  roomType?: number;
  /** 7 no content, 2 ready, 3 deleted. */
  status: number;
  /** 1 shown, -2 in the recycle bin. */
  displayInSearch: number;
  /** The owner: a person or a group. */
  userId: string;
  /** Comma-separated ids of people and groups. */
  entitledUsersEdit: string;
  entitledUsersPublish: string;
  entitledUsersView: string;
  adminTags: string;
  createdAt: number;
  updatedAt: number;
};

export type ScheduleEvent = {
  id: number;
  summary: string;
  templateEntryId: string;
  startDate: number;
  endDate: number;
  /** 2 active, 1 cancelled. */
  status: number;
};

export type AppToken = {
  id: string;
  token: string;
  hashType: 'MD5' | 'SHA1' | 'SHA256' | 'SHA512';
  /** 2 active, 1 disabled. */
  status: number;
  sessionType: number;
  userId: string;
  privileges: string;
  /** The longest session, in seconds. */
  sessionDuration: number;
  /** Absent: the token does not expire. */
  expiry?: number;
};

export type Directory = {
  partnerId: number;
  /** All of them are valid; the first one seals the sessions that the stand-in gives out. */
  adminSecrets: string[];
  appTokens: AppToken[];
  /** People and groups. */
  users: User[];
  memberships: Membership[];
  entries: Entry[];
  events: ScheduleEvent[];
  endedSessions: Set<string>;
  /** Value of the privilege `sessionid` and when it was ended. */
  endedSessionIds: Map<string, Date>;
};
