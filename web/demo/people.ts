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

/** The demo site's own media list; every person sees it, whether or not they may invite. */
export const rooms: [{ id: string; title: string }, ...{ id: string; title: string }[]] = [
  { id: 'open-room', title: 'Open room' },
  { id: 'future-room', title: 'Future room' },
  { id: 'no-chat-room', title: 'Room without chat' },
];
