/** The texts of the page that are not in its HTML. Another language is another file like this. */

type Explanation = {
  label: string;
  meaning: string;
};

/** The explanation of each variable, keyed by its name. */
const variables = {
  firstName: { label: 'First name', meaning: 'of the person who is invited' },
  lastName: { label: 'Last name', meaning: 'of the person who is invited' },
  fullName: { label: 'Full name', meaning: 'first and last name together' },
  email: { label: 'E-mail address', meaning: 'the one that the mail goes to' },
  role: { label: 'Role', meaning: 'in words: viewer, speaker or moderator' },
  inviterName: { label: 'Who invites', meaning: 'the name of the manager who sends the invitation' },
  roomTitle: { label: 'Title', meaning: 'of the room' },
  roomDescription: { label: 'Description', meaning: 'of the room; may be empty' },
  startsAt: { label: 'Start', meaning: 'day and time with the time zone; empty where there is none' },
  endsAt: { label: 'End', meaning: 'day and time with the time zone; empty where there is none' },
  opensAt: {
    label: 'Early entry',
    meaning: 'from when the person may enter before the start; empty if not before it',
  },
  siteName: { label: 'Site', meaning: 'the name of your site' },
  link: { label: 'Link', meaning: 'the person’s own link into the room; every mail needs it' },
  expiresAt: { label: 'Works until', meaning: 'day and time at which the link ends' },
  qrCode: { label: 'QR code', meaning: 'the link as a picture that a phone can scan' },
  isViewer: { label: 'Only for viewers', meaning: 'what stands in it is left out for others' },
  isSpeaker: { label: 'Only for speakers', meaning: 'what stands in it is left out for others' },
  isModerator: { label: 'Only for moderators', meaning: 'what stands in it is left out for others' },
  isPlanned: { label: 'Only before the session', meaning: 'while the start is still to come' },
  isOpen: { label: 'Only during the session', meaning: 'while it is going on' },
} satisfies Record<string, Explanation>;

export type Variable = keyof typeof variables;

export type Saying = {
  sentence: string;
  next: string;
};

const ourFault = { sentence: 'Something went wrong on our side.', next: 'Try again in a moment.' };

/** The problem in one sentence, and the one thing to do next; keyed by the API's problem code. */
const problems = {
  unauthenticated: {
    sentence: 'Your sign-in has ended.',
    next: 'Sign in to your site again, and open this page from its administration.',
  },
  forbidden: {
    sentence: 'You are not an administrator of this site.',
    next: 'Ask an administrator to change the mail templates, or to give you that right.',
  },
  offline: {
    sentence: 'There is no connection.',
    next: 'Check your network, then try again.',
  },
  template_invalid: {
    sentence: 'The template cannot be used like this.',
    next: 'Look at what is marked at the fields.',
  },
  invalid_request: {
    sentence: 'This cannot be done.',
    next: 'Look at what is marked at the fields.',
  },
  precondition_failed: {
    sentence: 'Somebody else has changed this template meanwhile.',
    next: 'Save again to choose between yours and theirs.',
  },
  payload_too_large: {
    sentence: 'The template is too long.',
    next: 'Shorten it: pictures are better linked than put into the HTML.',
  },
  not_found: {
    sentence: 'There can be no such template.',
    next: 'Its name is too long for this language: choose a shorter one.',
  },
  too_many_attempts: {
    sentence: 'This address got as many test mails today as it may get.',
    next: 'Look at the preview, or send the next test tomorrow.',
  },
  temporarily_unavailable: {
    sentence: 'The service is busy right now.',
    next: 'Try again in a moment.',
  },
  unsupported_media_type: ourFault,
  internal_error: ourFault,
} satisfies Record<string, Saying>;

/** Problems that concern no field of the template, keyed by the API's name of the input. */
const problemsElsewhere = {
  Authorization:
    'Your sign-in has no e-mail address that a mail could be sent to: ask those who run your site.',
  name: 'Its name is too long for this language: choose a shorter one.',
};

const noLogin = {
  sentence: 'Please sign in first.',
  next: 'Sign in to your site, and open this page from its administration.',
};

export const words = {
  locale: 'en',
  title: 'Mail templates',
  loading: 'One moment…',
  noLogin,
  problems,
  problemsElsewhere,
  stillHere: 'What you have written is still on this page.',
  inUse: 'used for invitations',
  unsaved: 'unsaved',
  marks: { saved: 'Saved', changed: 'Unsaved changes', isNew: 'New: not saved yet' },
  parts: { subject: 'the subject', html: 'the HTML', text: 'the plain text' },
  insert: 'Insert a variable',
  insertInto: (part: string) => `Insert a variable into ${part}`,
  textHint: 'For mail apps that show no HTML. It says the same as the HTML does.',
  groups: {
    person: 'Person',
    session: 'Session',
    link: 'Link',
    cases: 'Cases: text that only some get',
  },
  variables,
  atLine: (line: number) => `Line ${line}:`,
  preview: {
    waiting: 'Making the preview…',
    stale: 'Not current: shown as it was before the problem.',
    none: 'There is no preview until the problem is mended.',
    roles: { viewer: 'For a viewer', speaker: 'For a speaker', moderator: 'For a moderator' },
    sessions: {
      planned: 'Still to come',
      open: 'Going on now',
      over: 'Over',
      without_a_time: 'Without a time',
    },
  },
  saved: 'Saved.',
  nothingToSave: 'Everything is saved already.',
  tested: 'A test mail is on its way to your own address.',
  removed: 'The template is deleted.',
  isDefault: 'This is the default again.',
  theirs: 'This is what they saved.',
  theyDeleted: 'They have deleted it: saving makes it anew.',
  notReset: 'Somebody else has changed this template meanwhile: this is theirs, and nothing is lost.',
  discard: {
    action: 'Discard changes',
    title: 'Discard your changes?',
    text: 'What you have written since the last save is lost.',
  },
  reset: {
    action: 'Back to the default',
    title: 'Back to the default?',
    text: 'All edits of this template are lost, also those that others have made. Mails are made of the default from then on.',
  },
  remove: {
    action: 'Delete this template',
    title: 'Delete this template?',
    text: 'It is lost. Mails in this language are made of the next best template from then on.',
  },
  conflict:
    'While you were writing, another administrator saved it, here or in the SES console. You can look at theirs first; yours is kept meanwhile.',
  create: {
    lead: 'It begins as a copy of your English invitation.',
    nameHint: 'Letters, digits and hyphens. To add a language to a template, give its name.',
    nameProblem: 'The name must be 1 to 20 letters (A–Z), digits or hyphens.',
    localeHint: 'A language code, such as fi for Finnish or pt-BR for Brazilian Portuguese.',
    localeProblem: 'This is no language code. Choose one of the list, or write one such as fi or pt-BR.',
    localeIs: (language: string) => `That is ${language}.`,
    exists: 'There is a template of this name in this language already.',
  },
};
