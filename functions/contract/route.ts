import type * as z from 'zod';
import type { ProblemCode } from '../../domain/problems.ts';

/** Who may call; each kind is proved in `functions/http/caller.ts`. Managers are told apart in the handlers. */
export type Caller = 'person' | 'backend' | 'administrator' | 'invitee' | 'admitted' | 'anyone';

/** What a function may do to the table; in a transaction the same are asked for. */
export const tableActions = [
  'BatchGetItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'UpdateItem',
] as const;

/** What a function is granted, and told where to find. */
export type Need =
  | (typeof tableActions)[number]
  | 'link keys'
  | 'ticket keys'
  | 'mail queue'
  | 'change queue'
  | 'mail'
  | 'mail delay'
  | 'new keys'
  | 'templates'
  | 'template list'
  | 'template changes'
  | 'pages';

export type RequestHeader = 'Idempotency-Key' | 'If-Match';

export type Route = {
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE' | 'ANY';
  path: string;
  caller: Caller;
  summary: string;
  /** Said in the OpenAPI document where the caller's kind does not say it all. */
  allowed?: string;
  query?: z.ZodObject;
  /** Request headers of its own, beside those that prove the caller. */
  headers?: Partial<Record<RequestHeader, 'required' | 'optional'>>;
  body?: z.ZodType;
  /** What the OpenAPI document says of the body, where the route itself checks less at once. */
  bodyDescribed?: z.ZodType;
  bodyLimitKiB?: number;
  /** The answer's body by status; `null` where there is none. */
  answers: Record<number, z.ZodType | null>;
  contentType?: string;
  /** Beyond those that the caller's kind and the body bring with them. */
  problems: readonly ProblemCode[];
  needs: readonly Need[];
};

const NEEDS_OF_CALLER: Record<Caller, Need[]> = {
  person: ['GetItem', 'Query'],
  backend: ['GetItem', 'Query'],
  administrator: ['GetItem', 'Query'],
  // A site's login may come along.
  invitee: ['GetItem', 'Query'],
  admitted: ['Query', 'ticket keys'],
  // To know an origin for CORS.
  anyone: ['Query'],
};

/** What a route's function needs: its own, and what proving its caller takes. */
export const needsOf = ({ needs, caller }: Route): Need[] =>
  [...new Set([...NEEDS_OF_CALLER[caller], ...needs])].sort();
