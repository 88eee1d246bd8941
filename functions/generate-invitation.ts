import { routes } from './contract.ts';
import { generateRow } from './generating.ts';
import { endpoint } from './http/endpoint.ts';
import { idempotencyKey } from './http/idempotency-key.ts';
import { prepare, toRow } from './preparing.ts';

export const handler = endpoint(routes.generateInvitation, async ({ caller, path, body, headers, now }) => {
  const inviting = { ...caller, roomId: path.roomId, path: `${path.roomId}/invitations`, now };
  const row = await toRow(body, inviting, idempotencyKey(headers));
  const { status, ...generated } = await generateRow(await prepare(inviting, [row]), row);
  return { status, body: generated };
});
