/** What a problem is in one sentence, and the one thing to do next. Keyed by the API's problem code. */
const problems = {
  email_mismatch: {
    sentence: 'This is not the address that the invitation was sent to.',
    next: 'Enter the address of the mail in which you got the link.',
  },
  invalid_request: {
    sentence: 'This does not look like an e-mail address.',
    next: 'Enter a whole address, such as ada@example.edu.',
  },
  too_many_attempts: {
    sentence: 'Too many wrong addresses were entered.',
    next: 'Try again in 15 minutes, with the address that the invitation was sent to.',
  },
  email_domain_blocked: {
    sentence: 'Addresses like the invited one are not allowed here.',
    next: 'Ask the person who invited you to invite another address of yours.',
  },
  link_used_on_another_device: {
    sentence: 'This link was used on another device already.',
    next: 'Open it on that device again, or have a new link sent to the invited address.',
  },
  link_expired: {
    sentence: 'This link has expired.',
    next: 'Ask the person who invited you for a new link.',
  },
  link_replaced: {
    sentence: 'There is a newer link for you.',
    next: 'Use the link in your latest invitation, or ask the person who invited you.',
  },
  link_invalid: {
    sentence: 'This link is not complete.',
    next: 'Open the link in your invitation again, or copy the whole of it.',
  },
  invitation_revoked: {
    sentence: 'This invitation was withdrawn.',
    next: 'If you think that is a mistake, ask the person who invited you.',
  },
  room_deleted: {
    sentence: 'This room no longer exists.',
    next: 'Ask the person who invited you where the session takes place.',
  },
  ticket_expired: {
    sentence: 'You were away for a while.',
    next: 'Try again to go back into the room.',
  },
  invalid_device_proof: {
    sentence: 'This device could not be recognised.',
    next: 'Check its date and time, then try again.',
  },
  internal_error: {
    sentence: 'Something went wrong on our side.',
    next: 'Try again in a moment.',
  },
  temporarily_unavailable: {
    sentence: 'The service is busy right now.',
    next: 'Stay here: this page tries again by itself.',
  },
  offline: {
    sentence: 'There is no connection.',
    next: 'Check your network: this page tries again by itself.',
  },
  unsupported: {
    sentence: 'This browser cannot keep the key that makes your link safe.',
    next: 'Open the link in an up-to-date browser, outside private mode.',
  },
};

export const en = {
  locale: 'en',
  loading: 'One moment…',
  headings: {
    waiting: 'The session has not started yet',
    lobby: 'Who is coming in?',
    open: (name: string) => (name ? `Ready when you are, ${name}` : 'Ready when you are'),
    admitted: (name: string) => (name ? `Welcome, ${name}` : 'Welcome'),
    ended: 'This session is over',
  },
  leads: {
    waiting: 'Keep this page open: you go in automatically at the start.',
    waitingUnknown: 'Enter the invited e-mail address now, and you go in automatically at the start.',
    lobby: 'The session is open. Enter the e-mail address that your invitation was sent to.',
    open: 'The session is open.',
    ended: 'The room is closed. If you expected it to be open, ask the person who invited you.',
  },
  admittedAs: (role: string, permissions: string) => `You come in as a ${role}: ${permissions}.`,
  roles: { viewer: 'viewer', speaker: 'speaker', moderator: 'moderator' },
  permissions: {
    chat: 'chat',
    answer_interactions: 'answering interactions',
    q_and_a: 'Q&A',
    backchannel: 'backchannel',
    interactions: 'interactions',
    initiate_interactions: 'starting interactions',
  },
  email: 'E-mail address',
  attemptsLeft: (count: number) => (count === 1 ? 'One try left.' : `${count} tries left.`),
  actions: {
    enter: 'Enter the room',
    confirm: 'Confirm the address',
    join: 'Go to the room',
    requestLink: 'Send me a new link',
    retry: 'Try again',
  },
  linkRequested:
    'A new link is on its way to the invited address, unless one was sent in the last five minutes.',
  askForLink: (inviter: string) => `Open it on that device again, or ask ${inviter} for a new link.`,
  startsIn: 'Time until the start',
  facts: { yourTime: 'Your time', roomTime: 'Room’s time', speakers: 'Speakers' },
  problems,
};

/** What a locale has to bring. */
export type Messages = typeof en;
