import type { RouteName } from '../../../functions/contract/routes.ts';
import { emailTemplates } from './examples/email-templates.ts';
import type { Example } from './examples/example.ts';
import { invitations } from './examples/invitations.ts';
import { rooms } from './examples/rooms.ts';
import { service } from './examples/service.ts';
import { settings } from './examples/settings.ts';
import { visits } from './examples/visits.ts';

/** An example request and its answers for each operation. They tell one story: Ada is invited into a lecture. */
export const examples: Partial<Record<RouteName, Example>> = {
  ...rooms,
  ...invitations,
  ...visits,
  ...settings,
  ...emailTemplates,
  ...service,
};
