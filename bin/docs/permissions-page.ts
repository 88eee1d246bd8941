import { type ItemKind, itemKinds } from '../../functions/adapters/dynamodb/table.ts';
import { isTableNeed, type Need, needsOf, type Route } from '../../functions/contract/route.ts';
import { routes } from '../../functions/contract/routes.ts';
import { provisioners, triggers } from '../../functions/contract/triggers.ts';

type Granted = { name: string; needs: readonly Need[] };

const functions: Granted[] = [
  ...Object.entries<Route>(routes).map(([name, route]) => ({ name, needs: needsOf(route) })),
  ...Object.entries({ ...triggers, ...provisioners }).map(([name, { needs }]) => ({ name, needs })),
];

/** The page `docs/permissions.md`: what each function may do. */
export function permissionsPage(): string {
  return `# What each function may do

Generated from the declared needs of the routes (\`functions/contract/\`) and triggers (\`functions/contract/triggers.ts\`) by \`npm run docs\`. The stacks
make the policies from the same needs; [security.md](security.md) explains them.

| function | table: action and kinds of items | everything else |
| --- | --- | --- |
${functions.map(row).join('\n')}

Each function also writes its own log and sends its traces to X-Ray. A trigger also reads its queue or the table’s stream.

## Kinds of items

| kind | partition keys | a write must not name |
| --- | --- | --- |
${Object.entries<ItemKind>(itemKinds).map(kindRow).join('\n')}
`;
}

function row({ name, needs }: Granted): string {
  const byAction = Map.groupBy(needs.filter(isTableNeed), need => need.split(' ')[0]);
  const actions = [...byAction].map(
    ([action, same]) => `\`${action}\` ${same.map(need => need.split(' ')[1]).join(', ')}`,
  );
  const others = needs.filter(need => !isTableNeed(need));
  return `| \`${name}\` | ${actions.join('; ')} | ${others.join(', ')} |`;
}

const kindRow = ([name, { leadingKey, foreign = [] }]: [string, ItemKind]): string =>
  `| ${name} | \`${leadingKey}\` | ${foreign.map(each => `\`${each}\``).join(', ')} |`;
