import { afterAll, beforeAll } from 'vitest';
import { call } from '../support/api.ts';
import { personBody, putRoom } from '../support/ground.ts';
import { type Claims, Issuer } from '../support/issuer.ts';
import { putSiteOf } from '../support/site.ts';
import { startWithEmptyTable } from '../support/stack.ts';

/** Set-up of the tests of callers: a site with its own issuer, and a room. */

export let issuer: Issuer;
export let administrator: string;
export const parameters = { roomId: 'bio' };

beforeAll(async () => {
  await startWithEmptyTable();
  issuer = await Issuer.start();
  await putSiteOf('lab', issuer);
  administrator = await issuer.token({ sub: 'admin', scope: 'openid rooms:write site:admin' });
  await putRoom(administrator, 'bio', { ownerId: 'Owner', coEditors: ['group:staff'] });
});
afterAll(() => issuer.stop());

export const options = async (claims: Claims) =>
  (await call('getInviteOptions', { parameters, token: await issuer.token(claims) })).body;
export const generate = async (claims: Claims) =>
  call('generateInvitation', { parameters, body: personBody(), token: await issuer.token(claims) });
