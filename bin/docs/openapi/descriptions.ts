/** What members and parameters mean, each described once. Not in the schemas, as every function contains those. */

/**
 * The description of a member. The longest matching end of its place wins, so that `name` may mean one thing in
 * general and `site.name` another.
 * @param place of a member, from a schema or an operation down, such as `['Visit', 'site', 'name']`
 * @throws Error if there is no description
 */
export function describe(place: string[]): string {
  for (let from = 0; from < place.length; from += 1) {
    const words = descriptions[place.slice(from).join('.')];
    if (words !== undefined) return words;
  }
  throw new Error(`bin/docs/openapi/descriptions.ts has no description of ${place.join('.')}`);
}

export const descriptions: Record<string, string> = {
  // People
  email: 'E-mail address, as typed. Comparisons ignore case, and use the ASCII form of the domain.',
  firstName: 'First name: letters, marks, digits, space, apostrophes, `-` `·`, and `.` after a letter.',
  lastName: 'Last name, with the same characters. It may be empty: some people have one name.',
  'DirectoryPerson.id': 'The site’s id of the person. Comparisons ignore case.',
  people: 'People to add or replace.',
  problems: 'The rows that were refused. They do not affect the others.',
  createdBy: 'Who generated the invitation.',
  by: 'Who did it; missing if an invitee or the service did.',
  'createdBy.id': 'The site’s id of the person.',
  'createdBy.name': 'Name of the person, or of the site if the login has no name.',
  'by.id': 'The site’s id of the person.',
  'by.name': 'Name of the person, or of the site if the login has no name.',

  // Rooms
  'Room.id': 'The site’s id of the room.',
  'RoomRequest.id': 'Optional. It must be the id in the path.',
  roomId: 'The site’s id of the room.',
  title: 'Title of the room.',
  description: 'What the session is about; it may have line breaks.',
  startsAt: 'When the session starts. If missing, the room is open at once.',
  endsAt: 'When the session ends, after `startsAt`. If missing, it never ends.',
  timeZone:
    'IANA time zone in which mails show the session’s times, such as `Europe/Paris`; aliases, such as `US/Eastern`, are accepted too.',
  speakers: 'Speakers, for the page and the mail. Being listed here gives no rights.',
  'speakers.name': 'Name of the speaker.',
  'speakers.title': 'Title or position of the speaker.',
  ownerId: 'Owner of the room: an id of a person, or `group:<id>`. An owner manages the room.',
  coOwners: 'Further managers of the room: ids of people, or `group:<id>`.',
  coEditors: 'Further managers of the room: ids of people, or `group:<id>`.',
  coPublishers: 'Further managers of the room: ids of people, or `group:<id>`.',
  chatAndCollaboration: 'Whether Chat & Collaboration is on. If not, nobody may invite.',
  'RoomRequest.joinUrl': 'URL that admitted invitees go to, instead of the site’s launcher.',
  'Room.joinUrl': 'URL that admitted invitees go to, instead of the site’s launcher.',
  room: 'The session, as invitees see it.',
  createdAt: 'When it was created.',
  updatedAt: 'When it was last changed.',

  // The Invite window
  canInvite: 'Whether the caller may invite into this room.',
  'InviteOptions.reason': 'The first rule that forbids it.',
  roles: 'The roles to choose from, lowest first.',
  'InviteOptions.email': 'Options of “Send link via email”.',
  available: 'Whether the site mails invitations.',
  locales: 'Languages to offer for the mail.',
  maxDevices: 'On how many devices a link may be used; -1 means any number.',

  readAt: 'When the room was last read from Kaltura, if it comes from there.',
  stale: '`true` while Kaltura does not answer: this is what was known at `readAt`.',

  // Invitations
  invitation: 'The invitation.',
  'Visit.invitation': 'The invitation, if the invitee is identified.',
  invitations: 'The invitations to generate, each with the members of a single request.',
  'Invitation.id': 'Id of the invitation.',
  role: 'Role in the room.',
  permissions: 'What the role permits in the room.',
  'Invitation.status': 'The first of these that applies: `revoked`, `expired`, `admitted`, `pending`.',
  sendEmail: 'Whether the link is mailed to the invitee.',
  locale: 'Language of the mail and of the page, as a BCP 47 tag such as `pt-BR`.',
  expiresAt: 'When the link expires; at most 400 days after generation.',
  'GenerateRequest.expiresAt':
    'When the link expires: in the future, at most 400 days from now. If missing, the site’s `linkDurationMinutes` applies.',
  link: 'The secret URL for the invitee. Its fragment is the token.',
  devices: 'Devices that have entered.',
  used: 'How many have entered and are stored.',
  'devices.max': 'How many may enter; -1 means any number.',
  delivery: 'Delivery of the invitation’s mail.',
  'delivery.state': 'The latest known state.',
  'delivery.at': 'When this state was recorded.',
  results: 'One result for each invitation, in the order of the request.',
  'results.status': 'The HTTP status that a single request would have got.',
  problem: 'Why this one was refused.',
  items: 'The entries of the list.',
  nextCursor: 'Cursor of the next page: send it as `cursor`. If missing, this is the last page.',

  // History
  'items.id': 'Id of the entry, a ULID.',
  'items.at': 'When it happened.',
  'items.type': 'What happened.',

  // Invitees
  token: 'The part of a link after `#`.',
  'RedeemRequest.email': 'The address that the invitee typed. The invited address identifies the invitee.',
  enter: 'Whether to enter now, if the invitee may.',
  'Visit.state': 'State of the visit.',
  known: 'Whether the invitee is identified: by a login, by the typed address, or by the device.',
  now: 'The server’s time.',
  site: 'Name, logo and colour of the site.',
  'site.name': 'Name of the site.',
  logoUrl: 'URL of the site’s logo, or null.',
  color: 'Colour of buttons and links.',
  joinUrl:
    'URL of the room, if `admitted`: the room’s own, or one from the site’s launcher, which works for at most 24 hours and never after the link expires.',
  ticket: 'Signed token of the admission (JWT), bound to the device, for `/v1/session` and for the room.',
  ticketExpiresAt: 'When the ticket expires.',

  'getLaunchForm.token': 'A launch token: the part of a join URL after `#`. It is valid for 60 seconds.',
  action: 'URL to which a browser posts the form.',
  fields: 'Names and values of the form’s fields.',

  // Mail templates
  'items.name': 'Name of the template.',
  'items.locale': 'Language of the template.',
  subject: 'Subject of the mail; it may use variables, such as `{{roomTitle}}`.',
  html: 'HTML part of the mail, with the variable `{{link}}`.',
  text: 'Text part of the mail, with the variable `{{link}}`.',
  'EmailTemplate.subject': 'Subject of the mail.',
  'EmailTemplate.html': 'HTML part of the mail.',
  'EmailTemplate.text': 'Text part of the mail.',

  // Suppressed addresses
  'SuppressedAddress.id': 'Id of the entry.',
  'SuppressedAddress.reason': 'Why the address gets no mail.',
  'SuppressedAddress.at': 'Since when the address gets no mail.',

  // The service
  'getHealth.status': 'Always `ok`; otherwise there is no answer.',
  version: 'Version of the software.',

  // Problems
  'Problem.type': 'URL of the page that explains the problem and what to do.',
  'Problem.title': 'The problem in a few words.',
  'Problem.status': 'The HTTP status.',
  detail: 'What the problem means.',
  'Problem.code': 'Code of the problem, for programs: one of a closed list.',
  requestId: 'Id of the request, as in `x-request-id`.',
  errors: 'The mistakes in the request or the template.',
  'errors.path': 'Location of the mistake, such as `invitations[2].email`.',
  'errors.message': 'What is expected.',
  'errors.line': 'Line in the template, from 1.',
  'errors.column': 'Column in that line, from 1.',
  'Problem.reason': 'Which rule refused the request, for problems with several rules.',
  attemptsLeft: 'Attempts left before typing is locked for a time.',
  emailAvailable: 'Whether a fresh link can be mailed to the invited address.',
  invitedBy: 'Name of the person who can help.',
  'Problem.site': 'Name, logo and colour of the site, if the link is genuine.',
  'Problem.locale': 'Language of the invitation, if the link is genuine.',

  // Parameters
  'path.roomId': 'The site’s id of the room.',
  'path.id': 'Id of the resource.',
  'path.name': 'Name of the mail template.',
  'path.locale': 'Language of the mail template.',
  'path.code': 'Code of the problem.',
  'query.q': 'Beginning of an e-mail address, a first or a last name. Case and accents are ignored.',
  'query.status': 'Only invitations with this status.',
  'query.role': 'Only invitations with this role.',
  'query.email': 'Only this address. Case is ignored.',
  'query.limit': 'Maximum number of entries on a page.',
  'query.cursor': 'The `nextCursor` of the previous page.',
  'query.token': 'The token of the unsubscribe link in a mail.',
  'header.Idempotency-Key':
    'Makes retries idempotent: the same key and body get the same response. Up to 255 characters; stored for 24 hours for this site, caller and path. For a batch, it covers each row.',
  'header.If-Match': 'The current `ETag`, with its quotes.',
};
