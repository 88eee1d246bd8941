/** The link to the rooms where people sign in in the other way. */
export const otherLogins = {
  kaltura: 'Sign in with a Kaltura session',
  token: 'Sign in with a token',
};

/** Why the Invite window is not offered. */
export const reasons: Record<string, string> = {
  module_disabled: 'Inviting is switched off on this site.',
  media_page_disabled: 'Media pages are switched off on this site.',
  chat_and_collaboration_disabled: 'This room has no Chat & Collaboration.',
  not_a_room_manager: 'Only the owner and the co-owners, co-editors and co-publishers may invite.',
  not_an_allowed_user: 'This site lets other people invite.',
};

export const roleNames: Record<string, string> = {
  viewer: 'Viewer',
  moderator: 'Moderator',
  speaker: 'Speaker',
};

export const permissionNames: Record<string, string> = {
  chat: 'chat',
  answer_interactions: 'answer interactions',
  q_and_a: 'Q&A',
  backchannel: 'backchannel',
  interactions: 'interactions',
  initiate_interactions: 'initiate interactions',
};

export const fieldNames: Record<string, string> = {
  email: 'The address',
  firstName: 'The first name',
  lastName: 'The last name',
};

export const deliveryNames: Record<string, string> = {
  not_requested: 'no mail',
  queued: 'mail queued',
  sent: 'mail sent',
  delivered: 'mail delivered',
  delayed: 'mail delayed',
  bounced: 'mail bounced',
  complained: 'reported as spam',
  suppressed: 'address suppressed',
  failed: 'mail failed',
};

/** Types of history events whose name alone is not clear. */
export const eventNames: Record<string, string> = {
  locked: 'locked after wrong addresses',
};

/** The usual reasons of docs/email-templates.md. */
export const deliveryReasons: Record<string, string> = {
  'Permanent General': 'the address takes no mail',
  'Permanent NoEmail': 'there is no such address',
  'Transient MailboxFull': 'the mailbox is full',
  MailboxFull: 'the mailbox is full',
  bounced: 'an earlier mail to it bounced',
  complained: 'an earlier mail to it was reported as spam',
  unsubscribed: 'no more invitations from this site were wanted',
  daily_limit: 'as many mails as it may get in a day',
  gave_up: 'nothing could be sent for days',
  template_invalid: 'in the default words: the site’s template cannot be used',
  template_missing: 'in the default words: the site has no such template',
};

/** The word for a key, or the key itself in readable form. */
export const word = (words: Record<string, string>, key: string) => words[key] ?? key.replaceAll('_', ' ');
