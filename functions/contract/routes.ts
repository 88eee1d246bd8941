import { invitations } from './invitations.ts';
import { people } from './people.ts';
import { rooms } from './rooms.ts';
import type { Route } from './route.ts';
import { service } from './service.ts';
import { settings } from './settings.ts';
import { suppression } from './suppression.ts';
import { templates } from './templates.ts';
import { visits } from './visits.ts';

/**
 * The only list of routes. The handlers, the stacks (`lib/`), the local stack and the OpenAPI document read it.
 * `function-files.ts` maps the name of a route to the file of its handler.
 */
export const routes = {
  ...rooms,
  ...people,
  ...invitations,
  ...visits,
  ...settings,
  ...templates,
  ...suppression,
  ...service,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
