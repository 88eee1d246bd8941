import { generateSchema } from '../domain/invitation.ts';
import { problems } from '../domain/problems.ts';
import { routes } from './contract.ts';
import { type Ground, generateRow, idempotencyKey, type Row, surveyGround, toRow } from './generating.ts';
import { endpoint } from './http/endpoint.ts';
import { problemBody, problemOf } from './http/problem.ts';
import { invalid } from './http/request.ts';
import { inParallel } from './in-parallel.ts';
import { log } from './log.ts';

const AT_ONCE = 20;

export const handler = endpoint(
  routes.generateInvitations,
  async ({ caller, path, body, headers, now, requestId }) => {
    const inviting = { ...caller, roomId: path.roomId, path: `${path.roomId}/invitations/batch`, now };
    const key = idempotencyKey(headers);
    const rows = await Promise.all(
      body.invitations.map(async (given, index) => {
        const request = generateSchema.safeParse(given);
        if (!request.success) return invalid(request.error, ['invitations', index]);
        // Every row has a record of its own, so that a repeated batch finishes what a crash left undone.
        return toRow(request.data, inviting, key === undefined ? undefined : `${key}#${index}`);
      }),
    );
    const ground = await surveyGround(
      inviting,
      rows.filter(row => 'request' in row),
    );
    const results = new Map<number, unknown>();
    await inParallel(byPerson(rows), AT_ONCE, async indexes => {
      // The same person twice: one after the other, so that the last row's link is the one that lives.
      for (const index of indexes)
        results.set(index, await resultOf(ground, rows[index], { index, requestId }));
    });
    return { body: { results: rows.map((_, index) => results.get(index)) } };
  },
);

type Given = Row | ReturnType<typeof invalid>;

function byPerson(rows: Given[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, row] of rows.entries()) {
    const person = 'id' in row ? row.id : `invalid ${index}`;
    groups.set(person, [...(groups.get(person) ?? []), index]);
  }
  return [...groups.values()];
}

async function resultOf(
  ground: Ground,
  row: Given | undefined,
  { index, requestId }: { index: number; requestId: string },
) {
  try {
    if (row === undefined || !('request' in row)) throw row;
    return await generateRow(ground, row, index);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code === 'internal_error') log.error('unforeseen', error, { requestId });
    return { status: problems[problem.code].status, problem: problemBody(problem, requestId) };
  }
}
