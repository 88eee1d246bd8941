import { emailTemplates } from './contract/email-templates.ts';
import { invitations } from './contract/invitations.ts';
import { people } from './contract/people.ts';
import { rooms } from './contract/rooms.ts';
import type { Route } from './contract/route.ts';
import { service } from './contract/service.ts';
import { settings } from './contract/settings.ts';
import { suppression } from './contract/suppression.ts';
import { visits } from './contract/visits.ts';

/**
 * The one list of routes. Read by the handlers, by the stacks (`lib/`), by the local stack and by the OpenAPI
 * document. A route `generateInvitation` lives in `functions/generate-invitation.ts`.
 */
export const routes = {
  ...rooms,
  ...people,
  ...invitations,
  ...visits,
  ...settings,
  ...emailTemplates,
  ...suppression,
  ...service,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

/** The file of a route's or a trigger's function, without its ending: `generateInvitation` → `generate-invitation`. */
export const fileOf = (name: string): string =>
  name.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`);
