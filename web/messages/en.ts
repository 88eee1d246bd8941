const ourFault = {
  sentence: 'Something went wrong on our side.',
  next: 'Try again in a moment.',
};

/** The problem in one sentence, and the one thing to do next; keyed by the API's problem code. */
const problems = {
  email_mismatch: {
    sentence: 'This is not the invited address.',
    next: 'Enter the address that was invited, or ask the person who sent you the link which one that is.',
  },
  invalid_request: {
    sentence: 'This does not look like an e-mail address.',
    next: 'Enter a whole address, such as ada@example.edu.',
  },
  too_many_attempts: {
    sentence: 'Too many wrong addresses were entered.',
    next: 'If you cannot wait, ask the person who sent you the link for a new one.',
  },
  email_domain_blocked: {
    sentence: 'Addresses like the invited one are not allowed here.',
    next: 'Ask the person who invited you to invite another address of yours.',
  },
  link_used_on_another_device: {
    sentence: 'This link is used on another device already, and cannot be used on this one.',
    next: 'Open it where you used it before, or have a new link sent to the invited address.',
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
    sentence: 'This link does not work.',
    next: 'Copy the whole link from your invitation and paste it here. If that does not help, ask the person who invited you for a new link.',
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
  unauthenticated: {
    sentence: 'Your admission has ended.',
    next: 'Try again to go back into the room.',
  },
  payload_too_large: ourFault,
  unsupported_media_type: ourFault,
  internal_error: ourFault,
  temporarily_unavailable: {
    sentence: 'The service is busy right now.',
    next: 'Stay here: this page tries again by itself.',
  },
  offline: {
    sentence: 'The service cannot be reached.',
    next: 'Check your network: this page tries again by itself.',
  },
  unsupported: {
    sentence: 'This browser cannot keep the key that makes your link safe.',
    next: 'Allow this site to store data, or open the link in another browser that is up to date, outside private mode.',
  },
};

const notFromInvitation = {
  sentence: 'This page opens a room only from an invitation.',
  next: 'Go back to your invitation and enter again.',
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
    waiting: 'Keep this page open: you go in automatically, within seconds of the end of the countdown.',
    waitingUnknown:
      'Enter the invited e-mail address now, and you go in automatically, within seconds of the end of the countdown.',
    lobby: 'The room is open. Enter the e-mail address that was invited.',
    open: 'The room is open.',
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
  link: 'Your link',
  noLinkPasted: 'This is not a whole link. Copy all of it, from “https” to the end.',
  typingAgain: (wait: string) => `With this link, an address can be entered again in ${wait}.`,
  newLinkWorksNow: 'A new link, sent to the invited address, works at once.',
  attemptsLeft: (count: number) => (count === 1 ? 'One try left.' : `${count} tries left.`),
  actions: {
    enter: 'Enter the room',
    confirm: 'Confirm the address',
    join: 'Go to the room',
    requestLink: 'Send me a new link',
    retry: 'Try again',
    openLink: 'Open the link',
  },
  linkRequested:
    'A new link is sent to the invited address, unless it got one in the last five minutes or several today. If none comes, ask the person who invited you.',
  askForLink: (inviter: string) => `Open it where you used it before, or ask ${inviter} for a new link.`,
  opensIn: 'Time until you can enter',
  entersFrom: (opens: string, starts: string) =>
    `You can enter from ${opens}; the session starts at ${starts}.`,
  startsAt: (starts: string) => `The session starts at ${starts}.`,
  facts: { yourTime: 'Your time', roomTime: 'Room’s time', speakers: 'Speakers' },
  problems,
  /** The page that opens the room by a form. Problems that it does not name have the words above. */
  join: {
    opening: 'Opening the room…',
    problems: {
      link_expired: {
        sentence: 'This entry was used already, or took too long.',
        next: 'Go back to your invitation and enter again.',
      },
      link_invalid: notFromInvitation,
      invalid_request: notFromInvitation,
    },
  },
};

/** The texts that each locale must have. */
export type Messages = typeof en;
