import type * as z from 'zod';

/** The error message of a check without a message of its schema. It never quotes the input, which may be a secret. */
export function whatIsRight(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'unrecognized_keys') return 'has an unknown member';
  if (issue.input === undefined) return 'must be given';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map(value => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      if (issue.minimum === 1 && issue.origin in UNITS) return 'must not be empty';
      return limit(issue.origin, `at least ${issue.minimum}`);
    case 'too_big':
      return limit(issue.origin, `at most ${issue.maximum}`);
    default:
      return undefined;
  }
}

const TYPES: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const UNITS: Record<string, string> = { string: 'characters', array: 'entries', record: 'entries' };

function limit(origin: string, bounds: string): string {
  const unit = UNITS[origin];
  return unit === undefined ? `must be ${bounds}` : `must have ${bounds} ${unit}`;
}
