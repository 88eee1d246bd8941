import type { ProblemCode } from '../../../domain/problems.ts';
import type { RouteName } from '../../../functions/contract/routes.ts';
import type { Answer, SiteId } from './answer.ts';

export type Reached = {
  site: SiteId;
  route: RouteName;
  status: number;
  code: ProblemCode | undefined;
  test: string;
};

/** All answers of this run. */
export const reached: Reached[] = [];

type Noted = { site: SiteId; route: RouteName; answer: Answer; test: string };

export function note({ site, route, answer: { status, body }, test }: Noted): void {
  reached.push({ site, route, status, code: status >= 400 ? body.code : undefined, test });
  // In a batch every row has a separate answer.
  if (route !== 'generateInvitations' || status !== 200) return;
  for (const { status, problem } of body.results)
    reached.push({ site, route, status, code: problem?.code, test });
}
