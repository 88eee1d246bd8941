import { invitations } from './invitations.ts';
import { people } from './people.ts';
import { rooms } from './rooms.ts';
import { service } from './service.ts';
import { settings } from './settings.ts';
import { suppression } from './suppression.ts';
import { templates } from './templates.ts';
import { authorizers, provisioners, triggers } from './triggers.ts';
import { visits } from './visits.ts';

/** The functions in each folder of `functions/`. */
const folders: [folder: string, functions: Record<string, unknown>][] = [
  ...Object.entries({ rooms, people, invitations, visits, settings, templates, suppression, service }),
  ['triggers', triggers],
  ['deploy', provisioners],
  ['service', authorizers],
];

/** All functions that a deploy creates: handlers of routes and triggers, custom resources and authorizers. */
export const functionNames: string[] = folders.flatMap(([, functions]) => Object.keys(functions));

/** The file of a function's handler: `generateInvitation` is in `functions/invitations/generate-invitation.ts`. */
export function fileOf(name: string): { folder: string; file: string } {
  const [folder] = folders.find(([, functions]) => Object.hasOwn(functions, name)) ?? [];
  if (folder === undefined) throw new Error(`There is no function ${name}`);
  return { folder, file: name.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`) };
}
