import { routes } from '../contract/routes.ts';
import { endpoint } from '../http/endpoint.ts';
import { idempotencyKey } from '../http/idempotency-key.ts';
import { generateRow } from './generate.ts';
import { readContext, toRow } from './generate-context.ts';

export const handler = endpoint(
  routes.generateInvitation,
  async ({ caller, path, body, headers, requestId, now }) => {
    const { roomId } = path;
    const inviting = { ...caller, roomId, path: `${roomId}/invitations`, requestId, now };
    const row = await toRow(body, inviting, idempotencyKey(headers));
    const { status, ...generated } = await generateRow(await readContext(inviting, [row]), row);
    return { status, body: generated };
  },
);
