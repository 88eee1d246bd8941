export type Direction = 'ltr' | 'rtl';

/**
 * The texts of the mails, and of the page that their unsubscribe link opens. A date is written out in the locale, with
 * its weekday first, such as “Wednesday 4 March 2026 at 15:00 GMT”.
 */
export const en = {
  locale: 'en',
  dir: 'ltr' as Direction,
  roles: { viewer: 'viewer', speaker: 'speaker', moderator: 'moderator' },
  greeting: 'Dear {{fullName}},',
  /** The title as it is quoted in a line of text. */
  title: '“{{roomTitle}}”',
  invitation: {
    subject: '{{inviterName}} invites you to “{{roomTitle}}”',
    /** The title follows. */
    lead: {
      viewer: '{{inviterName}} invites you as a viewer to:',
      speaker: '{{inviterName}} invites you as a speaker to:',
      moderator: '{{inviterName}} invites you as a moderator to:',
    },
    abilities: {
      viewer:
        'You can follow the session, chat, answer polls and other interactions, and ask questions in the Q&A.',
      speaker:
        'You are expected to speak. You can also take part in interactions and the Q&A, and talk to the other hosts in the backchannel.',
      moderator:
        'You help to run the session: you start polls and other interactions, look after the Q&A, and talk to the speakers in the backchannel.',
    },
    planned: 'It starts on {{startsAt}}.',
    plannedHint: 'Keep this mail until then. An entry for your calendar is attached.',
    /** Shown only if entry opens before the start; also in the calendar entry. At most 24 columns besides the date, with the spaces and the full stop, to fit on one line. */
    early: 'You can enter from {{opensAt}}.',
    open: 'It is going on right now: come in!',
    start: 'Start: {{startsAt}}',
    end: 'End: {{endsAt}}',
    anytime: 'The room is open whenever you like, until {{expiresAt}}.',
    button: { open: 'Join now', otherwise: 'Open your invitation' },
    copy: 'Or copy your personal link into a browser:',
    link: 'Your personal link:',
    qrCode: 'QR code of your link',
    scan: 'Scan to open on your phone',
    notes: [
      'Open the link on the device you will join with: it may not work on another.',
      'If you are asked for your address, enter the one this mail was sent to.',
      'Keep this mail until the session ends, in case you need to come in again.',
      'The link works until {{expiresAt}}.',
      'It is for you alone: please do not forward it.',
    ],
  },
  withdrawal: {
    subject: 'Your invitation to “{{roomTitle}}” was withdrawn',
    /** The title follows. */
    lead: 'Your invitation to this session was withdrawn:',
    calendar: 'Your link no longer works. The entry in your calendar goes with this mail.',
    mistake: 'If you think that this is a mistake, please ask {{inviterName}}.',
  },
  unsubscribe: {
    title: 'No more invitations',
    question: 'Should {{siteName}} send no more invitations to {{email}}?',
    button: 'Send no more invitations',
    done: '{{siteName}} will send no more invitations to {{email}}.',
  },
};

/** The texts that each locale must have. */
export type Words = typeof en;
