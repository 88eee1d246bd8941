import type { Need } from '../../functions/contract/route.ts';
import type { Variable } from '../../functions/environment.ts';

/** What a function gets for a need: what it may do to what, and where it is told to find it. */
export type Provision = {
  allow: Allowance[];
  environment: Partial<Record<Variable, string>>;
};

export type Allowance = {
  actions: string[];
  resource: string;
  /** Why the resource ends in `*`, where it does. */
  wildcardReason?: string;
  /** Of IAM, such as `{StringEquals: {…}}`. */
  conditions?: Record<string, Record<string, string>>;
};

/** What a stack has for functions, by their needs. */
export type Provisions = Partial<Record<Need, Provision>>;
