import type { Need, TableNeed } from '../../functions/contract/route.ts';
import type { Variable } from '../../functions/runtime/environment.ts';

/** What a function gets for a need: permissions on a resource, and environment variables that name it. */
export type Provision = {
  allow: Allowance[];
  environment: Partial<Record<Variable, string>>;
};

export type Allowance = {
  actions: string[];
  resource: string;
  /** Why the resource ends in `*`, if it does. */
  wildcardReason?: string;
  /** IAM conditions, such as `{StringEquals: {…}}`. */
  conditions?: Record<string, Record<string, string | string[]>>;
  /** `Allow` if missing. */
  effect?: 'Deny';
};

/**
 * What a stack provides for functions, by need; the table takes several needs, as one request may read several
 * kinds.
 */
export type Provisions = Partial<Record<Exclude<Need, TableNeed>, Provision>> & {
  table?: (needs: TableNeed[]) => Provision;
};
