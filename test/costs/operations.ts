import { randomUUID } from 'node:crypto';
import { type Answer, call, redeem, session, tokenOf } from '../support/api.ts';
import type { DatabaseMeter, Usage } from '../support/database.ts';
import { Device } from '../support/device.ts';
import { invite, personBody, putRoom } from '../support/ground.ts';
import { launchForm, launchTokenIn } from '../support/kaf.ts';

export type Measured = { name: string; status: number } & Usage;

/** Runs each operation of docs/contract.md#5-cost-of-a-call in a room, and measures each separately. */
export async function measureOperations(
  meter: DatabaseMeter,
  { owner, guest, roomId }: { owner: string; guest: { token: string; email: string }; roomId: string },
): Promise<Measured[]> {
  const measured: Measured[] = [];
  const measure = async (name: string, ask: () => Promise<Answer>): Promise<Answer> => {
    meter.take();
    const answer = await ask();
    measured.push({ name, status: answer.status, ...meter.take() });
    return answer;
  };
  const [mine, other] = [await Device.create(), await Device.create()];
  const parameters = { roomId };
  const generate = (body: object, headers = {}) =>
    call('generateInvitation', { parameters, token: owner, body, headers });

  const body = personBody();
  await measure('generate', () => generate(body));
  await measure('generate again', () => generate(body));
  await measure('generate with mail', () => generate({ ...personBody(), sendEmail: true }));
  const keyed = { ...personBody(), sendEmail: true };
  const key = { 'idempotency-key': randomUUID() };
  await measure('generate with a key', () => generate(keyed, key));
  await measure('generate with a key, repeated', () => generate(keyed, key));

  const ada = await invite(owner, roomId);
  await putRoom(owner, roomId, { startsAt: new Date(Date.now() + 3_600_000).toISOString() });
  const { email: _, ...unknown } = ada;
  await measure('redeem: waiting', () => redeem({ device: mine, ...unknown }));
  await measure('redeem: waiting, typed', () => redeem({ device: mine, ...ada }));
  await putRoom(owner, roomId);
  await measure('redeem: lobby', () => redeem({ device: mine, ...unknown }));
  await measure('redeem: wrong address', () => redeem({ device: mine, ...ada, email: 'b@example.edu' }));
  await measure('redeem: open, typed', () => redeem({ device: mine, ...ada }));
  const entered = await measure('redeem: first entry, typed', () =>
    redeem({ device: mine, ...ada, enter: true }),
  );
  await measure('redeem: open, bound device', () => redeem({ device: mine, ...unknown }));
  await measure('redeem: re-entry', () => redeem({ device: mine, ...ada, enter: true }));
  await measure('redeem: another device, typed', () => redeem({ device: other, ...ada, enter: true }));
  await measure('session', () => session(mine, entered.body.ticket));
  const launchToken = launchTokenIn(entered.body.joinUrl);
  await measure('launch form', () => launchForm(launchToken));

  const { link } = await invite(owner, roomId, { email: guest.email });
  const { token } = guest;
  await measure('redeem: open, login', () => redeem({ device: mine, link, token }));
  await measure('redeem: first entry, login', () => redeem({ device: mine, link, token, enter: true }));

  const one = { parameters: { roomId, id: ada.id }, token: owner };
  await measure('promote', () => call('promoteInvitation', { ...one, body: { role: 'moderator' } }));
  await measure('promote, same role', () =>
    call('promoteInvitation', { ...one, body: { role: 'moderator' } }),
  );
  await measure('change', () => call('changeInvitation', { ...one, body: { firstName: 'Augusta' } }));
  await measure('revoke', () => call('revokeInvitation', one));
  await measure('revoke again', () => call('revokeInvitation', one));
  await measure('list', () => call('listInvitations', { parameters, token: owner }));
  const forged = `${tokenOf(link).slice(0, -3)}AAA`;
  await measure('forged token', () => redeem({ device: mine, link: `#${forged}` }));
  return measured;
}
