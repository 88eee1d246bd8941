import { type Need, needsOf, type Route } from '../../functions/contract/route.ts';
import { routes } from '../../functions/contract/routes.ts';
import { authorizers, provisioners, triggers } from '../../functions/contract/triggers.ts';
import { type Resource, resourcesOf, stacksOf } from './stage.ts';

/** The policy statements of all stacks, and the needs of every function. */

type Statement = {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
  Condition?: unknown;
};

const stacks = Object.values(stacksOf());
export const resources = stacks.flatMap(stack => Object.entries(resourcesOf(stack)));
export const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);
export const statementsOf = ({ Properties }: Resource): Statement[] =>
  (Properties.PolicyDocument as { Statement: Statement[] } | undefined)?.Statement ?? [];
export const actionsOf = ({ Action }: Statement): string[] => [Action].flat();

export const needed = new Map<string, readonly Need[]>([
  ...Object.entries(routes as Record<string, Route>).map(([name, route]) => [name, needsOf(route)] as const),
  ...Object.entries(triggers).map(([name, { needs }]) => [name, needs] as const),
  ...Object.entries(provisioners).map(([name, { needs }]) => [name, needs] as const),
  ...Object.entries(authorizers).map(([name, { needs }]) => [name, needs] as const),
]);

export const sorted = (actions: string[]): string[] => [...new Set(actions)].sort();
