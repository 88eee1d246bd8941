import { decodeJwt, importJWK, SignJWT } from 'jose';
import { beforeAll, expect, inject, test } from 'vitest';
import { ticketKeys } from '../../../functions/adapters/service-keys.ts';
import { signTicket, verifyTicket } from '../../../functions/adapters/tickets.ts';
import { setEnvironment } from '../../../local/functions.ts';
import { invitation, NOW } from '../../domain/fixtures.ts';

const OLD = 'https://d111.cloudfront.net';
const NEW = 'https://rooms.example.edu';

beforeAll(() =>
  setEnvironment({ origin: OLD, dynamoDb: inject('dynamoDb'), ses: inject('ses'), aws: inject('aws') }),
);

test('a ticket of another public origin of the stage is accepted, so that a custom domain ends none; any other is refused', async () => {
  process.env.PUBLIC_ORIGINS = OLD;
  const entrant = { invitation: invitation(), device: 'thumbprint', linkId: 'a'.repeat(32) };
  const { ticket } = await signTicket(entrant, NOW);
  process.env.PUBLIC_ORIGINS = `${NEW},${OLD}`;
  expect(await verifyTicket(ticket, NOW)).toMatchObject({ invitation: entrant.invitation.id });
  process.env.PUBLIC_ORIGINS = NEW;
  await expect(verifyTicket(ticket, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a ticket needs both its `typ` and its audience', async () => {
  process.env.PUBLIC_ORIGINS = OLD;
  const entrant = { invitation: invitation(), device: 'thumbprint', linkId: 'a'.repeat(32) };
  const claims = decodeJwt((await signTicket(entrant, NOW)).ticket);
  const [key] = (await ticketKeys()).keys;
  const signed = async (typ: string, changes: object = {}) =>
    new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ })
      .sign(await importJWK(key, 'ES256'));
  expect(await verifyTicket(await signed('at+jwt'), NOW)).toMatchObject({ site: 'demo' });
  const others = [
    signed('launch+jwt'),
    signed('session+jwt'),
    signed('login+jwt'),
    signed('JWT'),
    ...['launch:demo', 'manage:demo', 'login:demo', ['demo'], ''].map(aud => signed('at+jwt', { aud })),
    signed('at+jwt', { exp: undefined }),
  ];
  for (const other of others)
    await expect(verifyTicket(await other, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a ticket of an earlier release, without the end of its login, is a guest’s', async () => {
  const login = { id: 'ada', until: '2026-03-02T11:00:00.000Z' };
  const entrant = { invitation: invitation(), device: 'thumbprint', linkId: 'a'.repeat(32), login };
  const { ticket } = await signTicket(entrant, NOW);
  expect((await verifyTicket(ticket, NOW)).login).toEqual(login);
  const { auth_until: _, ...claims } = decodeJwt(ticket);
  const [key] = (await ticketKeys()).keys;
  const old = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt' })
    .sign(await importJWK(key, 'ES256'));
  expect((await verifyTicket(old, NOW)).login).toBeUndefined();
});
