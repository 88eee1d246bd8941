import { expect, test } from 'vitest';
import { launchClaims, launchUrl, ticketClaims } from '../../domain/admission.ts';
import { invitation } from './fixtures.ts';

const guest = { invitation: invitation(), device: 'thumbprint', linkId: 'link', linkReusability: 1 };
const until = '2026-03-02T11:00:00.000Z';
const ada = { ...guest, login: { id: 'ada', until } };

test('a guest’s ticket has an unverified e-mail; a site login verifies it', () => {
  expect(ticketClaims(guest)).toMatchObject({
    email: 'Ada@Example.edu',
    email_verified: false,
    cnf: { jkt: 'thumbprint' },
  });
  expect(ticketClaims(guest)).not.toHaveProperty('user_id');
  expect(ticketClaims(ada)).toMatchObject({
    email_verified: true,
    user_id: 'ada',
    auth_until: Date.parse(until) / 1000,
  });
});

test('the launcher gets a guest’s invitation id, a user id only after a site login, and never an e-mail', () => {
  expect(launchClaims(guest).sub).toBe(`guest-${guest.invitation.id}`);
  expect(launchClaims(ada).sub).toBe('ada');
  expect(JSON.stringify([launchClaims(guest), launchClaims(ada)])).not.toContain('@');
});

test('each device of a link for several devices has its own guest id, because Kaltura admits an identity once', () => {
  const { id } = guest.invitation;
  const subjects = [2, 50, -1].map(linkReusability => launchClaims({ ...guest, linkReusability }).sub);
  expect(subjects).toEqual(Array(3).fill(`guest-${id}-thumbpri`));
  expect(launchClaims({ ...ada, linkReusability: -1 }).sub).toBe('ada');
});

test('every value in a launcher’s URL is encoded, whatever its characters', () => {
  const template = 'https://media.example.edu/room/{roomId}?t={launchToken}&r={roomId}';
  expect(launchUrl(template, { roomId: 'a:b@c+d~{launchToken}', launchToken: 'x&y=$&' })).toBe(
    'https://media.example.edu/room/a%3Ab%40c%2Bd~%7BlaunchToken%7D?t=x%26y%3D%24%26&r=a%3Ab%40c%2Bd~%7BlaunchToken%7D',
  );
});
