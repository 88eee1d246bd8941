import { invitations } from '../../../functions/contract/invitations.ts';
import { people } from '../../../functions/contract/people.ts';
import { rooms } from '../../../functions/contract/rooms.ts';
import type { Route } from '../../../functions/contract/route.ts';
import { service } from '../../../functions/contract/service.ts';
import { settings } from '../../../functions/contract/settings.ts';
import { suppression } from '../../../functions/contract/suppression.ts';
import { templates } from '../../../functions/contract/templates.ts';
import { visits } from '../../../functions/contract/visits.ts';

type Tag = { name: string; description: string; routes: Record<string, Route> };

/** The groups of operations, as in the contract. */
const TAGS: Tag[] = [
  { name: 'Rooms', description: 'Live rooms, as the site’s backend registers them.', routes: rooms },
  { name: 'People', description: 'The site’s directory, for the typeahead.', routes: people },
  { name: 'Invitations', description: 'Invitations, for the managers of a room.', routes: invitations },
  { name: 'Visits', description: 'Links, for invitees.', routes: visits },
  { name: 'Settings', description: 'The site’s settings, for its administrators.', routes: settings },
  { name: 'Mail templates', description: 'The texts of the site’s mails.', routes: templates },
  { name: 'Suppressed addresses', description: 'Addresses that get no mail.', routes: suppression },
  { name: 'Service', description: 'The service itself.', routes: service },
];

export const tags = TAGS.map(({ name, description }) => ({ name, description }));

export const tagOf = (route: string): string =>
  TAGS.find(({ routes }) => Object.hasOwn(routes, route))?.name ?? '';
