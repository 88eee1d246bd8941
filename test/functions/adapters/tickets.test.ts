import { beforeAll, expect, inject, test } from 'vitest';
import { signTicket, verifyTicket } from '../../../functions/adapters/tickets.ts';
import { setEnvironment } from '../../../local/functions.ts';
import { invitation, NOW } from '../../domain/fixtures.ts';

const OLD = 'https://d111.cloudfront.net';
const NEW = 'https://rooms.example.edu';

beforeAll(() =>
  setEnvironment({ origin: OLD, dynamoDb: inject('dynamoDb'), ses: inject('ses'), aws: inject('aws') }),
);

test('a ticket of another public origin is good, so that a custom domain ends none; one of elsewhere is not', async () => {
  process.env.PUBLIC_ORIGINS = OLD;
  const entrant = { invitation: invitation(), device: 'thumbprint', linkId: 'a'.repeat(32) };
  const { ticket } = await signTicket(entrant, NOW);
  process.env.PUBLIC_ORIGINS = `${NEW},${OLD}`;
  expect(await verifyTicket(ticket, NOW)).toMatchObject({ invitation: entrant.invitation.id });
  process.env.PUBLIC_ORIGINS = NEW;
  await expect(verifyTicket(ticket, NOW)).rejects.toMatchObject({ code: 'unauthenticated' });
});
