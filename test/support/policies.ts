/** The part of IAM's evaluation of identity policies that the functions' policies need. */

type Conditions = Record<string, Record<string, string | string[]>>;
export type Statement = {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: unknown;
  Condition?: Conditions;
};

/** The requested action, and the values of its condition keys; a key without a value is absent. */
export type Request = { action: string; resource: string; context: Record<string, string[]> };

/** Whether a statement allows the request and none denies it. */
export function isAllowed(statements: Statement[], request: Request): boolean {
  const effects = statements.filter(each => applies(each, request)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

function applies(
  { Effect: _, Action, Resource, Condition = {}, ...rest }: Statement,
  request: Request,
): boolean {
  const unknown = Object.keys(rest);
  if (unknown.length > 0)
    throw new Error(`A statement has ${unknown.join(', ')}, which is not evaluated here.`);
  return (
    isAnyLike([request.action], [Action].flat()) &&
    isAnyLike([request.resource], [Resource].flat().filter(isText)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, request.context[key], [wanted].flat())),
    )
  );
}

function holds(operator: string, values: string[] | undefined, wanted: string[]): boolean {
  const present = values ?? [];
  switch (operator) {
    case 'Null':
      return wanted[0] === String(present.length === 0);
    case 'ForAllValues:StringLike':
      return present.every(value => isAnyLike([value], wanted));
    case 'ForAnyValue:StringLike':
      return isAnyLike(present, wanted);
    case 'ForAnyValue:StringEquals':
      return present.some(value => wanted.includes(value));
    default:
      throw new Error(`The condition operator ${operator} is not evaluated here.`);
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isAnyLike = (values: string[], patterns: string[]): boolean =>
  values.some(value => patterns.some(pattern => toRegExp(pattern).test(value)));

const toRegExp = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[$(){}|[\]\\^+.]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  );

const LEADING_KEYS = 'ForAllValues:StringLike';

/** One grant of a policy: an action on the partitions of a kind of item. */
export type Grant = { action: string; leadingKey: string };

/** The grants of a policy that are limited to partitions, each with the statements that remain without that grant. */
export function eachGrant(statements: Statement[]): (Grant & { without: Statement[] })[] {
  return statements.flatMap((statement, place) => {
    const { Effect, Action, Condition = {} } = statement;
    const leadingKeys = [Condition[LEADING_KEYS]?.['dynamodb:LeadingKeys'] ?? []].flat();
    const others = statements.filter((_, index) => index !== place);
    return Effect === 'Deny'
      ? []
      : [Action].flat().flatMap(action =>
          leadingKeys.map(leadingKey => {
            const left = leadingKeys.filter(each => each !== leadingKey);
            const condition = { ...Condition, [LEADING_KEYS]: { 'dynamodb:LeadingKeys': left } };
            const reduced = { ...statement, Action: action, Condition: condition };
            const sameForOthers = { ...statement, Action: [Action].flat().filter(each => each !== action) };
            return { action, leadingKey, without: [...others, reduced, sameForOthers] };
          }),
        );
  });
}
