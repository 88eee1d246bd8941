export type Person = {
  id: string;
  firstName: string;
  lastName: string;
  what: string;
  scope?: string;
};

/** The people whom a user of the demo site can play. */
export const people: [Person, ...Person[]] = [
  { id: 'owner', firstName: 'Olivia', lastName: 'Owner', what: 'Owner' },
  { id: 'editor', firstName: 'Edgar', lastName: 'Editor', what: 'Co-editor' },
  { id: 'publisher', firstName: 'Paula', lastName: 'Publisher', what: 'Co-publisher' },
  { id: 'student', firstName: 'Stella', lastName: 'Student', what: 'Student' },
  { id: 'admin', firstName: 'Adam', lastName: 'Admin', what: 'Administrator', scope: 'site:admin' },
];

export type Room = {
  id: string;
  title: string;
  /** A room of the site `other`, to which people sign in with a Kaltura session. */
  isKaltura?: true;
};

/** The demo sites' own media lists; every person sees them, whether or not they may invite. */
export const rooms: [Room, ...Room[]] = [
  { id: 'open-room', title: 'Open room' },
  { id: 'future-room', title: 'Future room' },
  { id: 'no-chat-room', title: 'Room without chat' },
  { id: '1_openroom', title: 'Open room', isKaltura: true },
  { id: '1_lateroom', title: 'Room with a scheduled session', isKaltura: true },
  { id: '1_grouprom', title: 'Room of a group', isKaltura: true },
];
