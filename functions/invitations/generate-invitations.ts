import { generateSchema } from '../../domain/invitation.ts';
import { Problem, problems } from '../../domain/problems.ts';
import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { idempotencyKey } from '../http/idempotency-key.ts';
import { problemBody, problemOf } from '../http/problem.ts';
import { invalid } from '../http/request.ts';
import { whatIsRight } from '../http/wording.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { generateRow } from './generate.ts';
import { type GenerateContext, type Row, readContext, toRow } from './generate-context.ts';

const AT_ONCE = 20;

export const handler = endpoint(
  routes.generateInvitations,
  async ({ caller, path, body, headers, now, requestId }) => {
    const { roomId } = path;
    const inviting = { ...caller, roomId, path: `${roomId}/invitations/batch`, requestId, now };
    const key = idempotencyKey(headers);
    const rows = await Promise.all(
      body.invitations.map(async (given, index) => {
        const request = generateSchema.safeParse(given, { error: whatIsRight });
        if (!request.success) return invalid(request.error, ['invitations', index]);
        // Each row has a separate idempotency record, so that a repeated batch finishes what a crash left undone.
        return toRow(request.data, inviting, key === undefined ? undefined : `${key}#${index}`);
      }),
    );
    const context = await readContext(
      inviting,
      rows.filter(row => 'recordKey' in row),
    );
    const results = new Array<unknown>(rows.length);
    // Rows of the same person run one after the other, so that the last row's link is the valid one.
    const byPerson = Map.groupBy(rows.entries(), ([index, row]) => (row instanceof Problem ? index : row.id));
    await inParallel([...byPerson.values()], AT_ONCE, async ofPerson => {
      for (const [index, row] of ofPerson) results[index] = await resultOf(context, row, requestId);
    });
    return { body: { results } };
  },
);

async function resultOf(context: GenerateContext, row: Row | Problem, requestId: string) {
  try {
    if (row instanceof Problem) throw row;
    return await generateRow(context, row);
  } catch (error) {
    const problem = problemOf(error, requestId);
    return { status: problems[problem.code].status, problem: problemBody(problem, requestId) };
  }
}
